"""Reads a record of processing back and fails unless its formats say the same.

Usage: read_back.py FOLDER. Shares no code with what wrote it: CSV by Python's own reader, the
workbook as a zip of XML, the linked data as JSON. The regulator's names are written out here again.
"""
import csv
import json
import sys
import zipfile
from xml.etree import ElementTree

NAMES = [
    "Business function", "Purpose of processing",
    "Name and contact details of joint controller (if applicable)", "Categories of individuals",
    "Categories of personal data", "Categories of recipients", "Link to contract with processor",
    "Names of third countries or international organisations that personal data are transferred to (if applicable)",
    "Safeguards for exceptional transfers of personal data to third countries or international organisations (if applicable)",
    "Retention schedule (if possible)",
    "General description of technical and organisational security measures (if possible)",
    "Article 6 lawful basis for processing personal data",
    "Article 9 condition for processing special category data",
    "Legitimate interests for the processing (if applicable)",
    "Link to record of legitimate interests assessment (if applicable)",
    "Rights available to individuals",
    "Existence of automated decision-making, including profiling (if applicable)",
    "The source of the personal data (if applicable)", "Link to record of consent",
    "Location of personal data", "Data Protection Impact Assessment required?",
    "Data Protection Impact Assessment progress", "Link to Data Protection Impact Assessment",
    "Has a personal data breach occurred?", "Link to record of personal data breach",
    "Data Protection Act 2018 Schedule 1 Condition for processing",
    "GDPR Article 6 lawful basis for processing",
    "Link to retention and erasure policy document",
    "Is personal data retained and erased in accordance with the policy document?",
    "Reasons for not adhering to policy document (if applicable)",
]
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
REL = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
CUT = " […: the rest is in the CSV file]"


def fail(words):
    sys.exit("read_back: " + words)


def column_of(reference):
    number = 0
    for letter in reference:
        if not letter.isalpha():
            break
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def workbook(path):
    """Sheets by name, each a list of rows, each a dict of texts by column."""
    book = zipfile.ZipFile(path)
    if book.testzip():
        fail("the workbook is no sound zip")
    strings = []
    if "xl/sharedStrings.xml" in book.namelist():
        for item in ElementTree.fromstring(book.read("xl/sharedStrings.xml")):
            strings.append("".join(text.text or "" for text in item.iter(MAIN + "t")))
    targets = {one.get("Id"): one.get("Target")
               for one in ElementTree.fromstring(book.read("xl/_rels/workbook.xml.rels"))}
    sheets = {}
    for sheet in ElementTree.fromstring(book.read("xl/workbook.xml")).iter(MAIN + "sheet"):
        root = ElementTree.fromstring(book.read("xl/" + targets[sheet.get(REL + "id")]))
        if list(root.iter(MAIN + "f")):
            fail("sheet %s holds a formula" % sheet.get("name"))
        rows = []
        for row in root.iter(MAIN + "row"):
            cells = {}
            for cell in row.iter(MAIN + "c"):
                value = cell.find(MAIN + "v")
                if value is None:
                    continue
                if cell.get("t") != "s":
                    fail("a cell of sheet %s is no text" % sheet.get("name"))
                cells[column_of(cell.get("r"))] = strings[int(value.text)]
            rows.append(cells)
        sheets[sheet.get("name")] = rows
    return sheets


def table(folder, name):
    with open("%s/%s.csv" % (folder, name), newline="", encoding="utf-8") as file:
        rows = list(csv.reader(file, strict=True))
    for row in rows:
        if len(row) != len(rows[0]):
            fail("%s.csv: a row has %d cells, the names are %d" % (name, len(row), len(rows[0])))
        for cell in row:
            if cell[:1] in tuple("=+-@\t\r\n\uff1d\uff0b\uff0d\uff20"):
                fail("%s.csv: a spreadsheet would take a cell for a formula" % name)
    return rows


def unguarded(cell):
    return cell[1:] if cell[:1] == "'" and cell[1:2] in tuple("=+-@\t\r\n") else cell


def same(mine, theirs):
    if theirs.endswith(CUT):
        return len(theirs) <= 32767 and mine.startswith(theirs[: -len(CUT)])
    return mine == theirs


def compare_sheet(name, rows, sheet):
    width = len(rows[0])
    at = [i for i, row in enumerate(sheet) if [row.get(c, "") for c in range(width)] == rows[0]]
    if len(at) != 1:
        fail("sheet %s has its names %d times" % (name, len(at)))
    body = sheet[at[0] + 1:]
    if len(body) != len(rows) - 1:
        fail("%s: %d rows in CSV, %d in the workbook" % (name, len(rows) - 1, len(body)))
    for number, (mine, theirs) in enumerate(zip(rows[1:], body), 1):
        for c in range(width):
            if not same(unguarded(mine[c]), theirs.get(c, "")):
                fail("%s row %d, `%s`: CSV and workbook differ" % (name, number, rows[0][c]))


def compare_linked(rows, data):
    own = data["@graph"][0].get("dpv:hasPersonalDataProcess", [])
    if len(own) != len(rows) - 1:
        fail("%d rows in CSV, %d in the linked data" % (len(rows) - 1, len(own)))
    for node in own:
        row = [unguarded(cell) for cell in rows[node["abide:row"]]]
        said = {
            1: node.get("dcterms:title", ""),
            3: node.get("dpv:hasDataSubject", {}).get("skos:prefLabel", ""),
            4: "; ".join(one["skos:prefLabel"] for one in node["dpv:hasPersonalData"]),
            28: node.get("abide:adherence", ""),
            29: "; ".join(node.get("abide:adherenceReason", [])),
        }
        for c, words in said.items():
            if row[c] != words:
                fail("row %d, `%s`: CSV and linked data differ" % (node["abide:row"], rows[0][c]))
        for condition in node.get("dpv:hasStorageCondition", []):
            if condition["dpv:hasDuration"]["dcterms:description"] not in row[9]:
                fail("row %d: a term of the linked data is not in the CSV" % node["abide:row"])
        blank = {one["abide:column"] for one in node.get("abide:blank", [])}
        for c, cell in enumerate(row):
            letter = ("" if c < 26 else "A") + chr(ord("A") + c % 26)
            if not cell and letter not in blank:
                fail("row %d: column %s is blank, and nobody is told to fill it" %
                     (node["abide:row"], letter))


def main(folder):
    sheets = workbook(folder + "/record.xlsx")
    rows = table(folder, "controller")
    if rows[0] != NAMES:
        fail("the names are not the regulator's")
    for name in sheets:
        if name != "heading":
            compare_sheet(name, table(folder, name), sheets[name])
    with open(folder + "/record.jsonld", encoding="utf-8") as file:
        compare_linked(rows, json.load(file))
    print("%d rows, %d sheets: the formats say the same" % (len(rows) - 1, len(sheets)))


main(sys.argv[1])
