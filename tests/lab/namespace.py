"""What the lab changes in its own mount namespace: a file system for its files, the resolver of the machine, the users of its servers."""
import os
import pathlib
import pwd
import subprocess

EXIM_USER = ("Debian-exim", 64998)  # Exim is only unpacked, not installed: nobody made its user


def mount(*arguments):
    subprocess.run(["mount", *map(str, arguments)], check=True)


def replace_file(work, target, text):
    """Lets `text` stand in place of a file of the machine, for the processes of the lab."""
    target = pathlib.Path(target)
    if not target.exists():
        return
    own = pathlib.Path(work) / target.name
    own.write_text(text)
    own.chmod(0o644)
    mount("--bind", own, target.resolve())


def prepare(work, resolver):
    mount("-t", "tmpfs", "-o", "mode=0755", "lab", work)
    replace_file(work, "/etc/resolv.conf", f"nameserver {resolver}\noptions edns0 trust-ad\n")
    name, number = EXIM_USER
    for path, line in (("/etc/passwd", f"{name}:x:{number}:{number}::/nonexistent:/usr/sbin/nologin\n"),
                       ("/etc/group", f"{name}:x:{number}:\n")):
        text = pathlib.Path(path).read_text()
        if f"{name}:" not in text:
            replace_file(work, path, text + line)


def cannot_become(user):
    """Why a server cannot change to its user here, or nothing."""
    try:
        number = pwd.getpwnam(user).pw_uid
    except KeyError:
        return f"there is no user {user}"
    child = os.fork()
    if child == 0:
        try:
            os.setuid(number)
        except OSError:
            os._exit(1)
        os._exit(0)
    changed = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    return None if changed else f"only root can run a server that changes to user {user}"
