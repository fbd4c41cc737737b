"""One real Postfix, with an smtpd on every address that a scenario gives to it, each with its own certificates."""
import os
import pathlib
import pwd

import namespace
from certificates import run
from processes import Service

MAIN = """compatibility_level = 3.6
queue_directory = {folder}/queue
data_directory = {folder}/data
command_directory = /usr/sbin
daemon_directory = /usr/lib/postfix/sbin
mail_owner = postfix
setgid_group = postdrop
inet_protocols = all
inet_interfaces = 127.0.0.1
myhostname = postfix.lab
mydestination =
local_recipient_maps =
alias_maps =
default_process_limit = 200
maillog_file = {folder}/log
maillog_file_prefixes = {folder}
smtpd_peername_lookup = no
smtpd_client_connection_count_limit = 0
smtpd_client_connection_rate_limit = 0
smtpd_tls_security_level = may
smtpd_tls_session_cache_database =
tls_random_source = dev:/dev/urandom
tls_append_default_CA = no
"""

MASTER = """postlog unix-dgram n - n - 1 postlogd
tlsmgr unix - - n 1000? 1 tlsmgr
anvil unix - - n - 1 anvil
rewrite unix - - n - - trivial-rewrite
cleanup unix n - n - 0 cleanup
proxymap unix - - n - - proxymap
pickup unix n - n 60 1 pickup
qmgr unix n - n 300 1 qmgr
"""


def listen_text(address):
    return f"[{address}]" if ":" in address else address


class Postfix:
    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.config = self.folder / "config"
        self.services = []
        self.addresses = []
        self.first = None

    def cannot_run(self):
        return namespace.cannot_become("postfix")

    def add(self, addresses, server, certificates):
        """Serves one server of a scenario at its addresses."""
        settings = {"smtpd_tls_chain_files": str(certificates.chain_file(server.chain))}
        if server.other_chain:
            settings["smtpd_tls_chain_files"] += f",{certificates.chain_file(server.other_chain)}"
        if server.sni:
            settings["tls_server_sni_maps"] = f"hash:{self.sni_map(addresses[0], server, certificates)}"
        settings.update(server.settings)
        options = "".join(f"\n  -o {{{name} = {value}}}" for name, value in settings.items())
        for address in addresses:
            self.services.append(f"{listen_text(address)}:{server.port} inet n - n - - smtpd{options}\n")
        self.addresses += addresses
        self.first = self.first or (addresses[0], server.port)

    def sni_map(self, address, server, certificates):
        folder = self.folder / "sni"
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / address
        path.write_text("".join(f"{name} {certificates.chain_file(chain)}\n" for name, chain in server.sni.items()))
        return path

    def service(self):
        for folder in (self.config, self.folder / "queue", self.folder / "data"):
            folder.mkdir(parents=True, exist_ok=True)
        self.folder.chmod(0o755)
        (self.config / "main.cf").write_text(MAIN.format(folder=self.folder))
        (self.config / "master.cf").write_text(MASTER + "".join(self.services))
        os.chown(self.folder / "data", pwd.getpwnam("postfix").pw_uid, -1)
        for path in (self.folder / "sni").glob("*"):
            run("postmap", "-c", self.config, "-F", f"hash:{path}")
        return Service("postfix", ["postfix", "-c", self.config, "start-fg"], port=self.first)
