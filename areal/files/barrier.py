"""A wall around a process, built by itself and never taken down: no sockets, few folders.

Seccomp refuses sockets; Landlock refuses every file outside the folders named. Both are of the
Linux kernel and need no privilege. Where the kernel has neither, the process goes on without:
drivers, checks and limits do not depend on them.
"""

from __future__ import annotations

import ctypes
import os
import platform
import struct
from collections.abc import Iterable
from pathlib import Path

_libc = ctypes.CDLL(None, use_errno=True)
_NO_NEW_PRIVILEGES = 38
_SET_SECCOMP = 22
_FILTER = 2
_EACCES = 13
_ALLOW = 0x7FFF0000
_ERRNO = 0x00050000
#: Machine → its audit number, and the calls that are refused there: socket, ptrace,
#: process_vm_readv, io_uring_setup (which makes sockets of its own), bpf.
_CALLS = {
    "x86_64": (0xC000003E, (41, 101, 310, 425, 321)),
    "aarch64": (0xC00000B7, (198, 117, 270, 425, 280)),
}
#: Calls from here on are of another convention of the same machine (x32), and refused as a whole.
_OTHER_ABI = 0x40000000
_LANDLOCK_CREATE, _LANDLOCK_ADD, _LANDLOCK_RESTRICT = 444, 445, 446
_VERSION_FLAG = 1
_PATH_BENEATH = 1
#: Rights on files by the version of Landlock that brought them.
_EXECUTE, _WRITE, _READ, _READ_DIR = 1, 2, 4, 8
_FIRST_VERSION = (1 << 13) - 1
_REFER, _TRUNCATE = 1 << 13, 1 << 14
_REFER_SINCE, _TRUNCATE_SINCE, _NETWORK_SINCE = 2, 3, 4
_TCP = 3


def prctl(option: int, value: int, pointer: int | None = None) -> bool:
    """Ask the kernel for something about this process; whether it did it."""
    # The kernel compares all five arguments: those not used must be zero.
    nothing = ctypes.c_ulong(0)
    arguments = (ctypes.c_ulong(value), ctypes.c_void_p(pointer), nothing, nothing)
    return bool(_libc.prctl(option, *arguments) == 0)


def raise_wall(readable: Iterable[Path], writable: Iterable[Path]) -> None:
    """Leave this process, and all it starts, these folders and files, and no socket."""
    if not prctl(_NO_NEW_PRIVILEGES, 1):
        return
    _only_paths(readable, writable)
    no_sockets()


def no_sockets() -> None:
    """Leave this process, and all it starts, no socket."""
    known = _CALLS.get(platform.machine())
    if known is None or not prctl(_NO_NEW_PRIVILEGES, 1):
        return
    audit, calls = known
    program = _program(audit, calls)
    kept = ctypes.create_string_buffer(program, len(program))
    head = struct.pack("HxxxxxxP", len(program) // 8, ctypes.addressof(kept))
    header = ctypes.create_string_buffer(head, len(head))
    prctl(_SET_SECCOMP, _FILTER, ctypes.addressof(header))


def _program(audit: int, calls: tuple[int, ...]) -> bytes:
    """Return the filter: a program of the kernel's packet filter, eight bytes a step."""
    load, equal, at_least, answer = 0x20, 0x15, 0x35, 0x06
    refuse = _ERRNO | _EACCES
    steps = [(load, 0, 0, 4), (equal, 1, 0, audit), (answer, 0, 0, refuse), (load, 0, 0, 0)]
    steps += [(at_least, len(calls) + 1, 0, _OTHER_ABI)]
    steps += [(equal, len(calls) - number, 0, call) for number, call in enumerate(calls)]
    steps += [(answer, 0, 0, _ALLOW), (answer, 0, 0, refuse)]
    return b"".join(struct.pack("HBBI", *step) for step in steps)


def _only_paths(readable: Iterable[Path], writable: Iterable[Path]) -> None:
    version = _libc.syscall(_LANDLOCK_CREATE, None, 0, _VERSION_FLAG)
    if version < 1:
        return
    handled = _FIRST_VERSION
    handled |= _REFER if version >= _REFER_SINCE else 0
    handled |= _TRUNCATE if version >= _TRUNCATE_SINCE else 0
    network = _TCP if version >= _NETWORK_SINCE else 0
    rules = struct.pack("QQ", handled, network)[: 16 if network else 8]
    ruleset = _libc.syscall(_LANDLOCK_CREATE, rules, ctypes.c_size_t(len(rules)), 0)
    if ruleset < 0:
        return
    for path in readable:
        _allow(ruleset, path, _EXECUTE | _READ | _READ_DIR)
    for path in writable:
        _allow(ruleset, path, handled & ~_EXECUTE)
    _libc.syscall(_LANDLOCK_RESTRICT, ruleset, 0)
    os.close(ruleset)


def _allow(ruleset: int, path: Path, rights: int) -> None:
    try:
        opened = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:  # a folder this system does not have
        return
    if not path.is_dir():
        rights &= _EXECUTE | _WRITE | _READ | _TRUNCATE
    rule = struct.pack("=Qi", rights, opened)
    _libc.syscall(_LANDLOCK_ADD, ruleset, _PATH_BENEATH, rule, 0)
    os.close(opened)
