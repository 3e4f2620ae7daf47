#!/usr/bin/env python3
"""Whether this folder is the evidence that was signed, or a single proof holds.

Usage: python3 verify.py [--key KEY] [FOLDER]
       python3 verify.py --key KEY [--since OLDER] PROOF

KEY is the public key that `abide ledger init` printed, kept somewhere else since; without it the one in key.txt is taken, which
proves only that the folder agrees with itself. Needs Python 3 and the `openssl` program, and nothing of Abide. The format is
docs/ledger-format.md, docs/evidence-folder.md and docs/proofs.md. Exit 0: sound. 1: damage was found, and is named. 2: it cannot be told.
"""
import argparse
import base64
import binascii
import hashlib
import json
import os
import re
import subprocess
import sys
import tempfile

VERSION = 1
DASH = "\u2014 "
DEEPEST = 64
ED25519_HEAD = bytes.fromhex("302a300506032b6570032100")  # what stands before a raw key in DER


class Damage(Exception):
    """What is wrong, and the first entry it concerns, where one can be named."""

    def __init__(self, reason, seq=None):
        super().__init__(reason)
        self.reason, self.seq = reason, seq


# ── texts ────────────────────────────────────────────────────────────────────────────────────────

def from_base64(text):
    """The bytes, or None where the text is not their one spelling."""
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return None
    return data if base64.b64encode(data).decode() == text else None


def read_entry(line):
    """The entry, or None unless the line is one JSON object in canonical form."""
    def members(pairs):
        if len({key for key, _ in pairs}) != len(pairs):
            raise ValueError("a key stands twice")
        return dict(pairs)

    def refuse(text):
        raise ValueError(text)

    def whole(text):
        number = int(text)
        if not -2**63 <= number < 2**63:
            raise ValueError("beyond 64 bits")
        return number

    try:
        text = line.decode("utf-8")
        entry = json.loads(text, object_pairs_hook=members, parse_float=refuse, parse_constant=refuse, parse_int=whole)
        same = json.dumps(entry, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode("utf-8") == line
    except (ValueError, RecursionError):
        return None
    return entry if same and isinstance(entry, dict) and depth(entry) <= DEEPEST else None


def depth(value):
    deepest, row = 0, [value]
    while row:
        row = [one for one in row if isinstance(one, (dict, list))]
        deepest += 1 if row else 0
        row = [item for one in row for item in (one.values() if isinstance(one, dict) else one)]
    return deepest


# ── keys and signatures ──────────────────────────────────────────────────────────────────────────

class Key:
    """A public key, `name+hash+key`."""

    def __init__(self, text):
        parts = text.split("+", 2)
        typed = from_base64(parts[2]) if len(parts) == 3 else None
        if not parts[0] or not typed or len(typed) != 33 or typed[0] != 1:
            raise ValueError("not a key")
        self.text, self.name, self.raw = text, parts[0], typed[1:]
        self.hash = hashlib.sha256(self.name.encode() + b"\n" + typed).digest()[:4]
        if parts[1] != self.hash.hex():
            raise ValueError("not a key")

    def signed(self, text, signature):
        """Whether it signed the text."""
        with tempfile.TemporaryDirectory() as folder:
            paths = {}
            for name, data in (("key", ED25519_HEAD + self.raw), ("text", text.encode("utf-8", "surrogateescape")), ("signature", signature)):
                paths[name] = os.path.join(folder, name)
                with open(paths[name], "wb") as file:
                    file.write(data)
            done = subprocess.run(["openssl", "pkeyutl", "-verify", "-pubin", "-keyform", "DER", "-inkey", paths["key"], "-rawin",
                                   "-in", paths["text"], "-sigfile", paths["signature"]],
                                  stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
        return done.returncode == 0


class Note:
    """A signed checkpoint; None of its signatures is checked by reading it."""

    def __init__(self, data):
        lines = data.decode("utf-8", "surrogateescape").split("\n")
        if len(lines) < 6 or not lines[0] or not re.fullmatch(r"0|[1-9][0-9]{0,17}", lines[1]) or lines[3] or lines[-1]:
            raise ValueError("not a note")
        self.name, self.size, self.root = lines[0], int(lines[1]), from_base64(lines[2])
        self.body = "\n".join(lines[:3]) + "\n"
        self.signatures = lines[4:-1]
        if self.root is None or len(self.root) != 32 or not all(line.startswith(DASH) for line in self.signatures):
            raise ValueError("not a note")

    def signed_by(self, key):
        """Whether the key signed it, and no line claims so falsely."""
        found = False
        for line in self.signatures:
            start = DASH + key.name + " "
            blob = from_base64(line[len(start):]) if line.startswith(start) else None
            if blob is None or len(blob) != 68 or blob[:4] != key.hash:
                continue
            if not key.signed(self.body, blob[4:]):
                return False
            found = True
        return found and self.name == key.name


# ── the tree ─────────────────────────────────────────────────────────────────────────────────────

def node(left, right):
    return hashlib.sha256(b"\1" + left + right).digest()


class Tree:
    """RFC 6962 over SHA-256, as complete subtrees by height."""

    def __init__(self):
        self.levels = []

    def add(self, entry):
        here = hashlib.sha256(b"\0" + entry).digest()
        height = 0
        while height < len(self.levels) and self.levels[height]:
            here = node(self.levels[height], here)
            self.levels[height] = None
            height += 1
        if height == len(self.levels):
            self.levels.append(None)
        self.levels[height] = here

    def root(self):
        root = None
        for here in self.levels:
            if here:
                root = node(here, root) if root else here
        return root or hashlib.sha256(b"").digest()


# ── the folder ───────────────────────────────────────────────────────────────────────────────────

def read(*path):
    with open(os.path.join(*path), "rb") as file:
        return file.read()


def lines_of(folder):
    """The entries in order, each with its place; files are named by the place of their first."""
    seq = 0
    for name in sorted(os.listdir(os.path.join(folder, "entries"))):
        if name != f"{seq:012}.jsonl":
            raise Damage(f"entry {seq} is missing: the next file of entries is `{name}`", seq)
        data = read(folder, "entries", name)
        if data and not data.endswith(b"\n"):
            raise Damage(f"`entries/{name}` is cut off", seq + data.count(b"\n"))
        for line in data.split(b"\n")[:-1]:
            yield seq, line
            seq += 1


class Walk:
    """One walk over the entries: each for itself and in its place; the growing root against each checkpoint."""

    def __init__(self, key):
        self.key, self.tree, self.heads = key, Tree(), {}
        self.size = self.good_size = self.checked = self.rotations = 0
        self.exported = None  # the files that the last entry speaks of

    def expect(self, name, data):
        try:
            note = Note(data)
        except ValueError:
            note = None
        if note is None or note.name != self.key.name:
            raise Damage(f"`checkpoints/{name}` is damaged or of another log")
        self.heads.setdefault(note.size, []).append((name, note))

    def at_size(self):
        heads = self.heads.get(self.size, [])
        for name, note in heads:
            if not note.signed_by(self.key):
                raise Damage(f"`checkpoints/{name}` is damaged or not signed by the key in force")
            if note.root != heads[0][1].root:
                raise Damage(f"two checkpoints of size {self.size} state different roots: the log was forked")
            self.checked += 1
        if heads and heads[0][1].root != self.tree.root():
            last = max(self.size - 1, 0)
            raise Damage(f"entries {self.good_size} to {last} are not those that were signed", self.good_size)
        if heads:
            self.good_size = self.size

    def entry(self, seq, line):
        entry = read_entry(line)
        fault = self.fault_in(entry, seq)
        if fault:
            raise Damage(f"entry {seq} {fault}", seq)
        self.tree.add(line)
        self.size += 1
        self.exported = entry.get("files") if entry["kind"] == "exported" else None
        self.at_size()

    def fault_in(self, entry, seq):
        if entry is None:
            return "is not a JSON object in canonical form"
        if type(entry.get("seq")) is not int or entry["seq"] != seq:
            return "carries another place than its own"
        if type(entry.get("v")) is not int or entry["v"] != VERSION:
            return "is of a version this verifier does not know"
        for key in ("at", "kind", "by"):
            if not isinstance(entry.get(key), str):
                return f"lacks `{key}`"
        return self.follow_key(entry, seq) if entry["kind"] == "key_rotated" else ""

    def follow_key(self, entry, seq):
        def text(name):
            return entry[name] if isinstance(entry.get(name), str) else ""
        root = base64.b64encode(self.tree.root()).decode()
        by_old, by_new = from_base64(text("signed_by_old")), from_base64(text("signed_by_new"))
        try:
            after = Key(text("new_key"))
        except ValueError:
            after = None
        if (not after or not by_old or not by_new or after.name != self.key.name or text("old_key") != self.key.text
                or text("root") != root):
            return "changes the key without citing the old one and the tree before it"
        statement = "\n".join(["abide ledger key rotation", self.key.name, str(seq), root, self.key.text, after.text, ""])
        if not self.key.signed(statement, by_old) or not after.signed(statement, by_new):
            return "changes the key without the signatures of both"
        self.key = after
        self.rotations += 1
        return ""

    def finish(self):
        newest = max(self.heads, default=0)
        if newest > self.size:
            raise Damage(f"the tail was cut: {newest} entries were signed, {self.size} are there", self.size)
        if self.good_size != self.size:
            raise Damage(f"no checkpoint signs the last {self.size - self.good_size} entries", self.good_size)
        if not isinstance(self.exported, dict):
            raise Damage("the last entry does not say what was exported", max(self.size - 1, 0))


def check_files(folder, files):
    """Every other file of the folder is one that the last entry speaks of, as it was."""
    there = []
    for where, folders, names in os.walk(folder):
        folders.sort()
        for name in names:
            path = os.path.relpath(os.path.join(where, name), folder).replace(os.sep, "/")
            if path != "key.txt" and not path.startswith(("entries/", "checkpoints/", "__pycache__/")):
                there.append(path)
    for path in sorted(set(there) | set(files)):
        if path not in files:
            raise Damage(f"`{path}` is not part of what was exported")
        if path not in there:
            raise Damage(f"`{path}` is missing")
        if hashlib.sha256(read(folder, path)).hexdigest() != files[path]:
            raise Damage(f"`{path}` is not as it was exported")


def verify(folder, key):
    walk = Walk(key)
    for name in sorted(os.listdir(os.path.join(folder, "checkpoints"))):
        walk.expect(name, read(folder, "checkpoints", name))
    walk.at_size()
    for seq, line in lines_of(folder):
        walk.entry(seq, line)
    walk.finish()
    check_files(folder, walk.exported)
    return walk


# ── single proofs ────────────────────────────────────────────────────────────────────────────────

def sides(first, last, path):
    """Each hash of the path from a node up, and whether it stands to the left; None unless just those needed are there."""
    found = []
    for other in path:
        if last == 0:
            return None
        left = first % 2 == 1 or first == last
        found.append((other, left))
        while left and first and not first % 2:
            first, last = first // 2, last // 2
        first, last = first // 2, last // 2
    return found if last == 0 else None


def climb(leaf, index, size, path):
    """The root above a leaf; None where the path does not fit."""
    way, here = sides(index, size - 1, path), leaf
    for other, left in way or []:
        here = node(other, here) if left else node(here, other)
    return None if way is None else here


def grown(older, size, path):
    """The roots of both trees by the path between them; None where it does not fit."""
    if older.size == 0 or older.size == size:
        return (older.root, older.root if older.size else None) if not path else None
    whole = older.size & (older.size - 1) == 0
    path = [older.root] * whole + path
    first, last = older.size - 1, size - 1
    while first % 2:
        first, last = first // 2, last // 2
    way = sides(first, last, path[1:])
    if not path or way is None:
        return None
    before = after = path[0]
    for other, left in way:
        before = node(other, before) if left else before
        after = node(other, after) if left else node(after, other)
    return before, after


def number(line, word):
    found = re.fullmatch(re.escape(word) + b"(0|[1-9][0-9]{0,17})", line)
    if not found:
        raise Damage("the proof is damaged")
    return int(found.group(1))


def signed_note(data, key, which):
    try:
        note = Note(data)
    except ValueError:
        raise Damage(f"{which} is damaged") from None
    if note.name != key.name:
        raise Damage(f"{which} is of another log than the key")
    if not note.signed_by(key):
        raise Damage(f"{which} is not signed by this key, or is damaged; a key that was replaced signs what came before")
    return note


def parts(data, lines):
    """The first lines of a proof, its hashes, and the note behind the empty line."""
    head, gap, note = data.partition(b"\n\n")
    all_lines = head.split(b"\n")
    path = [from_base64(line.decode("ascii", "replace")) for line in all_lines[lines:]]
    if not gap or len(all_lines) < lines or len(path) > 63 or any(one is None or len(one) != 32 for one in path):
        raise Damage("the proof is damaged")
    return all_lines[:lines], path, note


def check_proof(file, key, since):
    """What the proof in the file proves, in words."""
    data = read(file)
    if data.startswith(b"old "):
        (first,), path, rest = parts(data, 1)
        size = number(first, b"old ")
        newer = signed_note(rest, key, "the newer head")
        older = signed_note(read(since), key, "the older head")
        if older.size != size:
            raise Damage(f"the proof is from {size} entries on, the older head has {older.size}")
        roots = grown(older, newer.size, path) if newer.size >= size else None
        if roots is None or roots[0] != older.root or roots[1] not in (newer.root, None):
            raise Damage("the newer head does not continue the older one")
        return f"the log of {newer.size} entries continues the one of {size}, nothing changed or gone"
    if not data.startswith(b"c2sp.org/tlog-proof@v1\n"):
        raise Damage("it is no proof of this form")
    (_, extra, place), path, rest = parts(data, 3)
    entry = from_base64(extra[6:].decode("ascii", "replace")) if extra.startswith(b"extra ") else None
    if entry is None:
        raise Damage("the proof is damaged")
    index = number(place, b"index ")
    note = signed_note(rest, key, "its signed head")
    if index >= note.size or climb(hashlib.sha256(b"\0" + entry).digest(), index, note.size, path) != note.root:
        raise Damage("the entry does not stand at that place of the signed log")
    return f"entry {index} of the {note.size} that the key signed:\n{entry.decode('utf-8', 'replace')}"


def say_proof(words):
    try:
        key = Key(words.key or "")
    except ValueError:
        print("cannot tell: a single proof needs --key, the public key that was kept elsewhere")
        return 2
    try:
        print(f"sound: {check_proof(words.folder, key, words.since)}")
    except Damage as damage:
        print(f"BROKEN: {damage.reason}")
        return 1
    except (OSError, TypeError) as error:
        print(f"cannot tell: {'--since is missing' if words.since is None else error}")
        return 2
    return 0


def main():
    parser = argparse.ArgumentParser(description="Whether this folder, or a single proof, is what was signed.")
    parser.add_argument("folder", nargs="?", default=os.path.dirname(os.path.abspath(__file__)))
    parser.add_argument("--key", help="the public key that `abide ledger init` printed, kept elsewhere since")
    parser.add_argument("--since", help="the older signed head, of a proof that the log grew")
    words = parser.parse_args()
    if os.path.isfile(words.folder):
        return say_proof(words)
    try:
        stated = read(words.folder, "key.txt").decode().rstrip("\n") if not words.key else words.key
        key = Key(stated)
    except (OSError, ValueError) as error:
        print(f"cannot tell: there is no key to go by ({error})")
        return 2
    try:
        walk = verify(words.folder, key)
    except Damage as damage:
        where = "" if damage.seq is None else f" at entry {damage.seq}"
        print(f"BROKEN{where}: {damage.reason}")
        return 1
    except FileNotFoundError as error:
        if "openssl" in str(error):
            print("cannot tell: the program `openssl` is not there")
            return 2
        print(f"BROKEN: `{os.path.relpath(error.filename, words.folder)}` is missing")
        return 1
    whose = "the key given" if words.key else f"the key in key.txt; is it the one kept elsewhere?\n{stated}"
    print(f"sound: {walk.size} entries, {walk.checked} signed checkpoints, {walk.rotations} key changes, "
          f"{len(walk.exported)} files; by {whose}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
