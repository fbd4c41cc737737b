#!/bin/sh
# Writes into DIR a signed root and below it a zone for each way in which a chain of trust holds, ends or breaks; all in one
# server, which answers like a forwarder would. Signatures hold from January 2026 to January 2027 where nothing else is said.
# usage: chain_zones.sh DIR
set -eu
cd "$1"
soa='@ 3600 IN SOA ns.good. hostmaster.good. 1 3600 900 604800 60
@ 3600 IN NS ns.good.'
: >root.records
: >zone.list

# zone NAME LINE...: the zone file NAME.zone.
zone() {
    name=$1
    shift
    printf '%s\n' "\$ORIGIN $name." "$soa" 'www 3600 IN A 192.0.2.1' "$@" >"$name.zone"
}
# serve NAME FILE: delegates to it in the root.
serve() {
    echo "$1. 3600 IN NS ns.good." >>root.records
    echo "$1. $2" >>zone.list
}
# sign NAME KEY... [-- OPTION...]: NAME.signed.
sign() {
    name=$1
    keys=$2
    shift 2
    ldns-signzone -i "${from:-20260101000000}" -e "${to:-20270101000000}" -f "$name.signed" "$@" "$name.zone" $keys
    serve "$name" "$name.signed"
}
ksk() { ldns-keygen -a "${2:-ECDSAP256SHA256}" ${3:-} -k "$1."; }
publish() { cat "$1.ds" >>root.records; }

# A key for keys and one for the rest, an alias, a DNAME, a wildcard.
good=$(ksk good)
zone good 'ns 3600 IN A 127.0.0.1' 'alias 3600 IN CNAME www' 'old 3600 IN DNAME new.good.' 'a.new 3600 IN A 192.0.2.2' \
    '*.wild 3600 IN A 192.0.2.3' 'out 3600 IN CNAME www.unsigned.'
sign good "$good $(ldns-keygen -a ECDSAP256SHA256 good.)"
publish "$good"

zone unsigned
serve unsigned unsigned.zone

# The DS names another key.
wrongds=$(ksk wrongds)
zone wrongds
sign wrongds "$wrongds"
echo "wrongds. 3600 IN DS 1 13 2 $(printf '%064d' 0)" >>root.records

# One DS more than there are keys.
twods=$(ksk twods)
zone twods
sign twods "$twods"
publish "$twods"
echo "twods. 3600 IN DS 1 13 2 $(printf '%064d' 0)" >>root.records

# The signature of an address is missing; an address was changed after signing.
for name in nosig altered; do
    key=$(ksk $name)
    zone $name
    sign $name "$key"
    publish "$key"
done
sed -i '/^www.*RRSIG\tA /d' nosig.signed
sed -i 's/192\.0\.2\.1/192.0.2.66/' altered.signed

from=20260701000000
early=$(ksk early)
zone early
sign early "$early"
publish "$early"
unset from

to=20260201000000
late=$(ksk late)
zone late
sign late "$late"
publish "$late"
unset to

# An algorithm that nobody knows.
zone odd
serve odd odd.zone
echo "odd. 3600 IN DS 1 200 2 $(printf '%064d' 0)" >>root.records

# All that is weak at once.
weak=$(ksk weak RSASHA1-NSEC3-SHA1 '-b 1024')
zone weak
sign weak "$weak" -n -t 10 -s abcd
publish "$weak"

# dnssec-signzone leaves unsigned delegations out of an opt-out span, ldns-signzone does not.
optout=$(ksk optout)
zone optout 'child 3600 IN NS ns.good.'
cat "$optout.key" >>optout.zone
dnssec-signzone -q -P -z -A -3 - -s 20260101000000 -e 20270101000000 -o optout -f optout.signed optout.zone "$optout" >/dev/null
serve optout optout.signed
publish "$optout"
printf '%s\n' '$ORIGIN child.optout.' "$soa" 'www 3600 IN A 192.0.2.4' >child.zone
echo 'child.optout. child.zone' >>zone.list

# A DS, but no server that knows the zone.
ldns-keygen -a ECDSAP256SHA256 -k lame. >lame.name
serve lame absent.zone
publish "$(cat lame.name)"

root=$(ldns-keygen -a ECDSAP256SHA256 -k .)
{
    printf '%s\n' '$ORIGIN .' "$soa" 'ns.good. 3600 IN A 127.0.0.1'
    cat root.records
} >root.zone
ldns-signzone -i 20260101000000 -e 20270101000000 -f root.signed root.zone "$root"
cp "$root.ds" root.anchor
echo '. root.signed' >>zone.list
