#!/usr/bin/env python3
"""Whether this folder is the evidence that was signed, or a single proof holds.

Usage: python3 verify.py [--key KEY] [FOLDER]
       python3 verify.py --key KEY [--since OLDER] PROOF

KEY is the public key that `abide ledger init` printed, kept somewhere else since; without it the one in key.txt is taken, which
proves only that the folder agrees with itself. Needs Python 3 and the `openssl` program, and nothing of Abide. The format is
docs/ledger-format.md, docs/evidence-folder.md and docs/proofs.md; one file, so that it can be carried and read as a whole. Exit 0: sound. 1: damage was found, and is named. 2: it cannot be told.
"""
import argparse
import base64
import binascii
import hashlib
import io
import json
import os
import re
import stat
import subprocess
import sys
import tempfile

VERSION = 1
DASH = "\u2014 "
TITLE = b"c2sp.org/tlog-proof@v1\n"  # of a proof of one entry
DEEPEST = 64
MOST_HASHES = 63
MOST_SIGNATURES = 16
MOST_NOTE, MOST_PROOF, MOST_FILE = 64 << 10, 8 << 20, 64 << 20  # bytes
ED25519_HEAD = bytes.fromhex("302a300506032b6570032100")  # what stands before a raw key in DER


class Damage(Exception):
    """What is wrong, and the first entry it concerns, where one can be named."""

    def __init__(self, reason, seq=None):
        super().__init__(reason)
        self.reason, self.seq = reason, seq


class Unknown(Exception):
    """Why it cannot be told."""


# ── files ────────────────────────────────────────────────────────────────────────────────────────

class Unfit(Exception):
    """No regular file, or a larger one than it may be."""


def read(path, limit):
    """The content of a regular file. A pipe or a device is not waited for."""
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0) | getattr(os, "O_BINARY", 0)
    with os.fdopen(os.open(path, flags), "rb") as file:
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            raise Unfit("it is no regular file")
        data = file.read(limit + 1)
    if len(data) > limit:
        raise Unfit(f"it has more than {limit} bytes")
    return data


def read_given(path, limit):
    """A file that was named on the command line."""
    try:
        return read(path, limit)
    except Unfit as error:
        raise Unknown(f"cannot read `{path}`: {error}") from None
    except OSError as error:
        raise Unknown(f"cannot read `{path}`: {error.strerror}") from None


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
        if not -2**63 <= number < 2**64:
            raise ValueError("beyond 64 bits")
        return number

    try:
        text = line.decode("utf-8")
        entry = json.loads(text, object_pairs_hook=members, parse_float=refuse, parse_constant=refuse, parse_int=whole)
        same = json.dumps(entry, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode("utf-8") == line
    except (ValueError, RecursionError):
        return None
    return entry if same and isinstance(entry, dict) and depth(entry) <= DEEPEST else None


def fault_in(entry, seq):
    """What keeps it from being the entry in its place; empty when nothing does."""
    if entry is None:
        return "is not a JSON object in canonical form"
    if type(entry.get("seq")) is not int or entry["seq"] != seq:
        return "carries another place than its own"
    if type(entry.get("v")) is not int or entry["v"] != VERSION:
        return "is of a version this verifier does not know"
    for key in ("at", "kind", "by"):
        if not isinstance(entry.get(key), str):
            return f"lacks `{key}`"
    return ""


def shown(text):
    """The text with everything spelt out that a terminal would obey or could not show."""
    return "".join(one if one.isprintable() or one == "\n" else one.encode("unicode_escape", "surrogatepass").decode() for one in text)


def depth(value):
    deepest, row = 0, [value]
    while row:
        row = [one for one in row if isinstance(one, (dict, list))]
        deepest += 1 if row else 0
        row = [item for one in row for item in (one.values() if isinstance(one, dict) else one)]
    return deepest


# ── keys and signatures ──────────────────────────────────────────────────────────────────────────

def is_name(text):
    """Neither empty nor with a blank, a control character or `+`."""
    return text != "" and not any(one <= " " or one in "+\x7f" for one in text)


def openssl_says(key, text, signature):
    """Whether the `openssl` program calls it a signature of the raw key."""
    try:
        with tempfile.TemporaryDirectory() as folder:
            paths = {}
            for name, data in (("key", ED25519_HEAD + key), ("text", text), ("signature", signature)):
                paths[name] = os.path.join(folder, name)
                with open(paths[name], "wb") as file:
                    file.write(data)
            done = subprocess.run(["openssl", "pkeyutl", "-verify", "-pubin", "-keyform", "DER", "-inkey", paths["key"], "-rawin",
                                   "-in", paths["text"], "-sigfile", paths["signature"]],
                                  stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
    except OSError as error:
        raise Unknown(f"the program `openssl` cannot be asked: {error.strerror or error}") from None
    return done.returncode == 0


class Openssl:
    """The program, tried once on a signature of RFC 8032 (7.1, test 2) and on one that is wrong."""

    KEY = bytes.fromhex("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c")
    SIGNATURE = bytes.fromhex("92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
                              "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00")
    tried = False

    @classmethod
    def verify(cls, key, text, signature):
        if not cls.tried:
            if not openssl_says(cls.KEY, b"\x72", cls.SIGNATURE) or openssl_says(cls.KEY, b"\x73", cls.SIGNATURE):
                raise Unknown("this `openssl` does not check Ed25519 signatures: `pkeyutl -verify -rawin` of OpenSSL 3 is needed")
            cls.tried = True
        return openssl_says(key, text, signature)


class Key:
    """A public key, `name+hash+key`."""

    def __init__(self, text):
        parts = text.split("+", 2)
        typed = from_base64(parts[2]) if len(parts) == 3 else None
        if not is_name(parts[0]) or not typed or len(typed) != 33 or typed[0] != 1:
            raise ValueError("not a key")
        self.text, self.name, self.raw = text, parts[0], typed[1:]
        self.hash = hashlib.sha256(self.name.encode("utf-8", "surrogateescape") + b"\n" + typed).digest()[:4]
        if parts[1] != self.hash.hex():
            raise ValueError("not a key")

    def signed(self, text, signature):
        """Whether it signed the text."""
        return len(signature) == 64 and Openssl.verify(self.raw, text.encode("utf-8", "surrogateescape"), signature)


def read_signature(line):
    """The name in a line `— NAME BASE64`, and its bytes: a key's hash and a signature."""
    name, gap, spelt = line[len(DASH):].partition(" ")
    blob = from_base64(spelt)
    if not line.startswith(DASH) or not is_name(name) or not gap or not blob or len(blob) <= 4:
        raise ValueError("not a signature")
    return name, blob


class Note:
    """A signed checkpoint; None of its signatures is checked by reading it."""

    def __init__(self, data):
        lines = data[:MOST_NOTE].decode("utf-8", "surrogateescape").split("\n")
        if (len(data) > MOST_NOTE or not 6 <= len(lines) <= 5 + MOST_SIGNATURES or not is_name(lines[0])
                or not re.fullmatch(r"0|[1-9][0-9]{0,17}", lines[1]) or lines[3] or lines[-1]):
            raise ValueError("not a note")
        self.name, self.size, self.root = lines[0], int(lines[1]), from_base64(lines[2])
        self.body = "\n".join(lines[:3]) + "\n"
        self.signatures = [read_signature(line) for line in lines[4:-1]]
        if self.root is None or len(self.root) != 32:
            raise ValueError("not a note")

    def signer(self, key):
        """`key`: it signed. `nobody`: a line bears its name and hash, and is wrong. `others`: no line does."""
        signer = "others"
        for name, blob in self.signatures:
            if name != key.name or blob[:4] != key.hash:
                continue
            if not key.signed(self.body, blob[4:]):
                return "nobody"
            signer = "key"
        return signer

    def signed_by(self, key):
        return self.name == key.name and self.signer(key) == "key"


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

class Folder:
    """What lies in a folder, by path within it. Looks at everything, opens nothing, follows no link."""

    def __init__(self, root):
        self.root, self.files, self.folders, others = root, [], [], []
        left = [""]
        while left:
            where = left.pop()
            try:
                with os.scandir(os.path.join(root, where)) as names:
                    for one in names:
                        path = where + one.name
                        if one.is_dir(follow_symlinks=False):
                            self.folders.append(path)
                            left.append(path + "/")
                        else:
                            (self.files if one.is_file(follow_symlinks=False) else others).append(path)
            except OSError as error:
                raise Unknown(f"cannot read `{os.path.join(root, where)}`: {error.strerror}") from None
        if others:
            raise Damage(f"`{min(others)}` is neither a file nor a folder")
        self.files.sort()
        self.folders.sort()

    def read(self, path, limit=MOST_FILE):
        try:
            return read(os.path.join(self.root, path), limit)
        except FileNotFoundError:
            raise Damage(f"`{path}` is missing") from None
        except Unfit:
            raise Damage(f"`{path}` is no file that an export writes") from None
        except OSError as error:
            raise Unknown(f"cannot read `{path}`: {error.strerror}") from None

    def files_of(self, name):
        """The files right within one of the ledger's own two folders, in order."""
        if name not in self.folders:
            raise Damage(f"`{name}` is " + ("no folder" if name in self.files else "missing"))
        for path in self.folders:
            if path.startswith(name + "/"):
                raise Damage(f"`{path}` is not part of what was exported")
        return [path for path in self.files if path.startswith(name + "/")]


def lines_of(folder):
    """The entries in order, each with its place; files are named by the place of their first."""
    seq = 0
    for path in folder.files_of("entries"):
        if path != f"entries/{seq:012}.jsonl":
            raise Damage(f"entry {seq} is missing: the next file of entries is `{path}`", seq)
        for line in io.BytesIO(folder.read(path)):
            if not line.endswith(b"\n"):
                raise Damage(f"`{path}` is cut off", seq)
            yield seq, line[:-1]
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
            raise Damage(f"`{name}` is damaged or of another log")
        if not re.fullmatch(f"checkpoints/{note.size:012}(-[0-9]+)?[.]txt", name):
            raise Damage(f"`{name}` is not named by its size")
        self.heads.setdefault(note.size, []).append((name, note))

    def speak_of_others(self, heads):
        """Of another key and of other entries, all of them: an entry that replaced the key no longer does."""
        return self.size > self.good_size and all(
            note.signer(self.key) == "others" and note.root != self.tree.root() for _, note in heads)

    def at_size(self):
        heads = self.heads.get(self.size, [])
        if heads and self.speak_of_others(heads):
            raise Damage(f"entries {self.good_size} to {self.size - 1} are not those that `{heads[0][0]}` speaks of, "
                         "which is not signed by the key in force", self.good_size)
        for name, note in heads:
            if not note.signed_by(self.key):
                raise Damage(f"`{name}` is damaged or not signed by the key in force")
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
        fault = fault_in(entry, seq) or (self.follow_key(entry, seq) if entry["kind"] == "key_rotated" else "")
        if fault:
            raise Damage(f"entry {seq} {fault}", seq)
        self.tree.add(line)
        self.size += 1
        self.exported = entry.get("files") if entry["kind"] == "exported" else None
        self.at_size()

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
    """Every other file of the folder is one that the last entry speaks of, as it was, and nothing else is there."""
    for path in folder.files:
        if path not in files and path != "key.txt" and not path.startswith(("entries/", "checkpoints/")):
            raise Damage(f"`{path}` is not part of what was exported")
    for path in folder.folders:
        if path not in ("entries", "checkpoints") and not any(file.startswith(path + "/") for file in files):
            raise Damage(f"`{path}` is not part of what was exported")
    for path in sorted(files):
        if path not in folder.files:
            raise Damage(f"`{path}` is missing")
        if hashlib.sha256(folder.read(path)).hexdigest() != files[path]:
            raise Damage(f"`{path}` is not as it was exported")


def verify(root, key):
    folder, walk = Folder(root), Walk(key)
    for path in folder.files_of("checkpoints"):
        walk.expect(path, folder.read(path, MOST_NOTE))
    walk.at_size()
    for seq, line in lines_of(folder):
        walk.entry(seq, line)
    walk.finish()
    check_files(folder, walk.exported)
    if "key.txt" in folder.files and folder.read("key.txt", MOST_NOTE) != key.text.encode("utf-8", "surrogateescape") + b"\n":
        raise Damage("`key.txt` is not the key gone by")
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
    if older.size == size:
        return (older.root, older.root) if not path else None
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
    signer = note.signer(key)
    if signer == "others":
        raise Unknown(f"{which} is signed by another key; one that was replaced signs what came before, and an evidence folder "
                      "shows the change")
    if signer == "nobody":
        raise Damage(f"{which} is not what this key signed")
    if note.name != key.name:
        raise Damage(f"{which} is of another log than the key")
    return note


def parts(data, lines):
    """The first lines of a proof, its hashes, and the note behind the empty line."""
    file, first, path = io.BytesIO(data), [], []
    for line in file:
        if not line.endswith(b"\n") or len(path) > MOST_HASHES:
            break
        if len(first) < lines:
            first.append(line[:-1])
        elif line == b"\n":
            return first, path, data[file.tell():]
        else:
            path.append(from_base64(line[:-1].decode("ascii", "replace")))
            if path[-1] is None or len(path[-1]) != 32 or len(path) > MOST_HASHES:
                break
    raise Damage("the proof is damaged")


NOTHING = hashlib.sha256(b"").digest()  # the root over no entries


def continues(older, newer, path):
    if older.size == 0:
        return not path and older.root == NOTHING and (newer.size > 0 or newer.root == NOTHING)
    return newer.size >= older.size and grown(older, newer.size, path) == (older.root, newer.root)


def check_growth(data, key, since):
    (first,), path, rest = parts(data, 1)
    size = number(first, b"old ")
    newer = signed_note(rest, key, "the newer head")
    older = signed_note(read_given(since, MOST_NOTE), key, "the older head")
    if older.size != size:
        raise Damage(f"the proof is from {size} entries on, the older head has {older.size}")
    if not continues(older, newer, path):
        raise Damage("the newer head does not continue the older one")
    return f"the log of {newer.size} entries continues the one of {size}, nothing changed or gone"


def check_entry(data, key):
    (_, extra, place), path, rest = parts(data, 3)
    text = from_base64(extra[6:].decode("ascii", "replace")) if extra.startswith(b"extra ") else None
    if text is None:
        raise Damage("the proof is damaged")
    index = number(place, b"index ")
    note = signed_note(rest, key, "its signed head")
    if index >= note.size or climb(hashlib.sha256(b"\0" + text).digest(), index, note.size, path) != note.root:
        raise Damage("the entry does not stand at that place of the signed log")
    fault = fault_in(read_entry(text), index)
    if fault:
        raise Damage(f"entry {index} {fault}")
    return f"entry {index} of the {note.size} that the key signed:\n{text.decode()}"


def check_proof(words):
    """What the proof in the file proves, in words."""
    try:
        key = Key(words.key or "")
    except ValueError:
        raise Unknown("a single proof needs --key, the public key that was kept elsewhere") from None
    data = read_given(words.folder, MOST_PROOF)
    if data.startswith(TITLE):
        if words.since is not None:
            raise Unknown("--since is for a proof that the log grew, and this is one of an entry")
        return check_entry(data, key)
    if not re.match(b"old (0|[1-9][0-9]{0,17})\n", data):
        raise Damage("it is no proof of this form")
    if words.since is None:
        raise Unknown("--since is missing, the older head that this proof begins from")
    return check_growth(data, key, words.since)


def check_folder(words):
    """What the folder proves, in words."""
    if words.since is not None:
        raise Unknown("--since is for a proof that the log grew, and this is a folder")
    try:
        stated = words.key or read(os.path.join(words.folder, "key.txt"), MOST_NOTE).decode("utf-8", "surrogateescape").partition("\n")[0]
        key = Key(stated)
    except (OSError, ValueError, Unfit) as error:
        raise Unknown(f"there is no key to go by ({error})") from None
    walk = verify(words.folder, key)
    whose = "the key given" if words.key else f"the key in key.txt; is it the one kept elsewhere?\n{stated}"
    return (f"{walk.size} entries, {walk.checked} signed checkpoints, {walk.rotations} key changes, "
            f"{len(walk.exported)} files; by {whose}")


def is_folder(path):
    try:
        return stat.S_ISDIR(os.stat(path).st_mode)
    except OSError as error:
        raise Unknown(f"cannot read `{path}`: {error.strerror}") from None


def main():
    parser = argparse.ArgumentParser(description="Whether this folder, or a single proof, is what was signed.")
    parser.add_argument("folder", nargs="?", default=os.path.dirname(os.path.abspath(__file__)))
    parser.add_argument("--key", help="the public key that `abide ledger init` printed, kept elsewhere since")
    parser.add_argument("--since", help="the older signed head, of a proof that the log grew")
    words = parser.parse_args()
    sys.stdout.reconfigure(errors="backslashreplace")
    try:
        found = check_folder(words) if is_folder(words.folder) else check_proof(words)
        print(shown(f"sound: {found}"))
        return 0
    except Damage as damage:
        where = "" if damage.seq is None else f" at entry {damage.seq}"
        print(shown(f"BROKEN{where}: {damage.reason}"))
        return 1
    except Unknown as why:
        print(shown(f"cannot tell: {why}"))
        return 2


if __name__ == "__main__":
    sys.exit(main())
