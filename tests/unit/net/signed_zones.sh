#!/bin/sh
# Writes into DIR the signed zones `.`, `test.` and `expired.test.`, the unsigned `unsigned.test.`, and root.anchor, the DS
# of the root. `lame.test.` is delegated, and has no zone file. All in one server: nsd answers like a forwarder would.
# The clock of the test is in June 2026: signatures hold from January 2026 to January 2027, those of expired.test. one month.
# usage: signed_zones.sh DIR
set -eu
cd "$1"
soa='@ 3600 IN SOA ns.test. hostmaster.test. 1 3600 900 604800 60
@ 3600 IN NS ns.test.'

# new_key ZONE: prints the base name of its key files; ldns-keygen also writes the DS.
new_key() { ldns-keygen -a ECDSAP256SHA256 -k "$1"; }

expired=$(new_key expired.test.)
test=$(new_key test.)
root=$(new_key .)
cp "$root.ds" root.anchor

printf '%s\n' '$ORIGIN expired.test.' "$soa" 'www 3600 IN A 192.0.2.3' >expired.zone
ldns-signzone -i 20260101000000 -e 20260201000000 -f expired.signed expired.zone "$expired"

printf '%s\n' '$ORIGIN unsigned.test.' "$soa" 'www 3600 IN A 192.0.2.2' >unsigned.zone

{
    printf '%s\n' '$ORIGIN test.' "$soa" 'ns 3600 IN A 127.0.0.1'
    printf '%s\n' 'www 300 IN A 192.0.2.1' '@ 3600 IN MX 10 mail.test.' 'mail 3600 IN A 192.0.2.25'
    printf '%s\n' 'alias 3600 IN CNAME www.test.' 'outside 3600 IN CNAME www.unsigned.test.' 'week 604800 IN A 192.0.2.7'
    printf '%s\n' '_25._tcp.mail 3600 IN TLSA 3 1 1 0000000000000000000000000000000000000000000000000000000000000000'
    printf '%s\n' 'unsigned 3600 IN NS ns.test.' 'lame 3600 IN NS ns.test.' 'expired 3600 IN NS ns.test.'
    cat "$expired.ds"
} >test.zone
ldns-signzone -i 20260101000000 -e 20270101000000 -f test.signed test.zone "$test"

{
    printf '%s\n' '$ORIGIN .' "$soa" 'test. 3600 IN NS ns.test.' 'ns.test. 3600 IN A 127.0.0.1'
    cat "$test.ds"
} >root.zone
ldns-signzone -i 20260101000000 -e 20270101000000 -f root.signed root.zone "$root"

printf '%s %s\n' . root.signed test. test.signed expired.test. expired.signed unsigned.test. unsigned.zone \
    lame.test. absent.zone >zone.list
