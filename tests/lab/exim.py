"""One real Exim beside Postfix, for its other TLS library (GnuTLS): a listener for every address that a scenario gives to it."""
import os
import pathlib
import pwd

import namespace
from processes import Service

CONFIG = """primary_hostname = exim.lab
daemon_smtp_ports = 25
local_interfaces = <; {addresses}
spool_directory = {folder}/spool
log_file_path = {folder}/%slog
keep_environment =
host_lookup =
rfc1413_query_timeout = 0s
tls_advertise_hosts = *
tls_certificate = {folder}/chains/${{tr{{$received_ip_address}}{{:}}{{_}}}}
tls_privatekey = {folder}/chains/${{tr{{$received_ip_address}}{{:}}{{_}}}}
acl_smtp_rcpt = deny
begin acl
deny:
  deny
"""


class Exim:
    def __init__(self, folder, binary):
        self.folder, self.binary = pathlib.Path(folder), pathlib.Path(binary)
        self.addresses = []

    def cannot_run(self):
        if not self.binary.exists():
            return "Exim is not unpacked (scripts/install-dependencies test)"
        return namespace.cannot_become(namespace.EXIM_USER[0])

    def add(self, addresses, server, certificates):
        chains = self.folder / "chains"
        chains.mkdir(parents=True, exist_ok=True)
        for address in addresses:
            (chains / address.replace(":", "_")).write_bytes(certificates.chain_file(server.chain).read_bytes())
        self.addresses += addresses

    def service(self):
        user = pwd.getpwnam(namespace.EXIM_USER[0])
        (self.folder / "spool").mkdir()
        for path in (self.folder, self.folder / "spool", *(self.folder / "chains").iterdir()):
            os.chown(path, user.pw_uid, user.pw_gid)
        config = self.folder / "exim.conf"
        config.write_text(CONFIG.format(folder=self.folder, addresses=" ; ".join(self.addresses)))
        config.chmod(0o644)
        return Service("exim", [self.binary, "-bdf", "-C", config], port=(self.addresses[0], 25))
