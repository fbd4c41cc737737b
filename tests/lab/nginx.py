"""One real nginx for MTA-STS policies: a server for every address that a scenario gives to it, with its own certificate and file."""
import os
import pathlib
import shutil

from processes import Service

BINARY = shutil.which("nginx") or "/usr/sbin/nginx"
MAIN = """daemon off;
worker_processes 1;
{user}pid {folder}/pid;
error_log {folder}/error info;
events {{ worker_connections 500; }}
http {{
access_log off;
server_tokens off;
client_body_temp_path {folder}/temp;
proxy_temp_path {folder}/temp;
fastcgi_temp_path {folder}/temp;
uwsgi_temp_path {folder}/temp;
scgi_temp_path {folder}/temp;
types {{ }}
{servers}}}
"""
# Of `settings`: type (media type), protocols, location (directives in place of the file), server (directives beside).
SERVER = """server {{
{listen}
ssl_certificate {chain};
ssl_certificate_key {chain};
ssl_protocols {protocols};
ssl_ciphers DEFAULT:@SECLEVEL=0;
{server}
location = /.well-known/mta-sts.txt {{ {location} }}
}}
"""


class Nginx:
    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.servers, self.addresses = [], []
        self.first = None

    def cannot_run(self):
        return None if os.access(BINARY, os.X_OK) else "there is no nginx (scripts/install-dependencies test)"

    def add(self, addresses, server, certificates):
        policies = self.folder / "policies"
        policies.mkdir(parents=True, exist_ok=True)
        file = policies / addresses[0]
        file.write_bytes(server.policy.encode())
        settings = server.settings
        location = settings.get("location", f"default_type {settings.get('type', 'text/plain')}; alias {file};")
        listen = "\n".join(f"listen {f'[{address}]' if ':' in address else address}:{server.port} ssl;" for address in addresses)
        self.servers.append(SERVER.format(listen=listen, chain=certificates.chain_file(server.chain), location=location,
                                          protocols=settings.get("protocols", "TLSv1.2 TLSv1.3"), server=settings.get("server", "")))
        self.addresses += addresses
        self.first = self.first or (addresses[0], server.port)

    def service(self):
        user = "user root;\n" if os.geteuid() == 0 else ""  # of the namespace: keys and files are its own
        config = self.folder / "nginx.conf"
        config.write_text(MAIN.format(folder=self.folder, user=user, servers="".join(self.servers)))
        return Service("nginx", [BINARY, "-c", config, "-p", self.folder, "-e", self.folder / "error"], port=self.first)
