"""The scripted name server: passes questions on to the real one, and spoils the answers that a zone's rules name.

A rule is `ACTION TYPE [NAME]`, TYPE may be ANY:
    drop | servfail | refused | notimp | formerr | nxdomain (unsigned) | unsigned (no RRSIG, NSEC) | garbage
    truncate (TC over UDP, nothing over TCP) | bare (no records, no error) | late SECONDS
"""
import asyncio
import json
import sys

import dns.flags
import dns.message
import dns.rcode
import dns.rdatatype

RCODES = {"servfail": dns.rcode.SERVFAIL, "refused": dns.rcode.REFUSED, "notimp": dns.rcode.NOTIMP,
          "formerr": dns.rcode.FORMERR, "nxdomain": dns.rcode.NXDOMAIN}
SIGNING = {dns.rdatatype.RRSIG, dns.rdatatype.NSEC, dns.rdatatype.NSEC3}


async def ask_upstream(upstream, octets):
    """Over TCP: nothing is lost or cut."""
    reader, writer = await asyncio.open_connection(upstream, 53)
    try:
        writer.write(len(octets).to_bytes(2, "big") + octets)
        length = int.from_bytes(await reader.readexactly(2), "big")
        return await reader.readexactly(length)
    finally:
        writer.close()


def rule_for(rules, question):
    for rule in rules:
        fields = rule.split()
        words = fields[2:] if fields[0] == "late" else fields[1:]
        name = words[1].rstrip(".").lower() if len(words) > 1 else None
        if words[0] not in ("ANY", dns.rdatatype.to_text(question.rdtype)):
            continue
        if name is None or name == question.name.to_text(omit_final_dot=True).lower():
            return fields[0], fields
    return None, None


def unsigned(octets):
    message = dns.message.from_wire(octets)
    for section in (message.answer, message.authority):
        section[:] = [rrset for rrset in section if rrset.rdtype not in SIGNING]
    return message.to_wire()


class FaultyServer:
    def __init__(self, upstream, rules):
        self.upstream, self.rules = upstream, rules

    async def answer(self, octets, over_tcp):
        query = dns.message.from_wire(octets)
        action, fields = rule_for(self.rules, query.question[0])
        if action == "drop":
            return None
        if action in RCODES:
            response = dns.message.make_response(query)
            response.set_rcode(RCODES[action])
            return response.to_wire()
        if action == "garbage":
            return octets[:2] + b"\x84\x00" + b"\xff" * 30
        if action == "bare":
            return dns.message.make_response(query).to_wire()
        if action == "late":
            await asyncio.sleep(float(fields[1]))
        if action == "truncate":
            if over_tcp:
                return None
            response = dns.message.make_response(query)
            response.flags |= dns.flags.TC | dns.flags.AA
            return response.to_wire()
        answered = await ask_upstream(self.upstream, octets)
        if action == "unsigned":
            return unsigned(answered)
        if not over_tcp and len(answered) > 1232:
            response = dns.message.make_response(query)
            response.flags |= dns.flags.TC | dns.flags.AA
            return response.to_wire()
        return answered

    async def over_tcp(self, reader, writer):
        try:
            while True:
                length = int.from_bytes(await reader.readexactly(2), "big")
                answer = await self.answer(await reader.readexactly(length), True)
                if answer is not None:
                    writer.write(len(answer).to_bytes(2, "big") + answer)
        except (OSError, EOFError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()


class Datagrams(asyncio.DatagramProtocol):
    def __init__(self, server):
        self.server = server
        self.transport = None
        self.tasks = set()

    def connection_made(self, transport):
        self.transport = transport

    def datagram_received(self, data, addr):
        task = asyncio.get_running_loop().create_task(self.reply(data, addr))
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)

    async def reply(self, data, address):
        answer = await self.server.answer(data, False)
        if answer is not None:
            self.transport.sendto(answer, address)


async def serve(told):
    loop = asyncio.get_running_loop()
    for address, upstream, rules in told["servers"]:
        server = FaultyServer(upstream, rules)
        await loop.create_datagram_endpoint(lambda server=server: Datagrams(server), local_addr=(address, 53))
        await asyncio.start_server(server.over_tcp, address, 53)
    ready = await asyncio.start_server(lambda _, writer: writer.close(), *told["ready"])
    await ready.serve_forever()


if __name__ == "__main__":
    with open(sys.argv[1], encoding="utf-8") as file:
        asyncio.run(serve(json.load(file)))
