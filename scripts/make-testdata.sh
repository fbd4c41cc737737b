#!/usr/bin/env bash
# scripts/make-testdata.sh: makes testdata/certs anew, with openssl alone (testdata/README.md tells what each file is for).
# Every certificate is other than before, so tests take digests from testdata/certs/digests.txt and name no octets.
# Keys are thrown away, but for those of the servers that tests run.
set -euo pipefail
here=$(cd "$(dirname "$0")/.." && pwd)
out=$here/testdata/certs
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
mkdir -p "$out" && rm -f "$out"/*

# Dates of what is valid, of what has expired, and of what is not valid yet. Tests judge at 2026-01-01.
valid="20240101000000Z 20440101000000Z"
past="20200101000000Z 20210101000000Z"
future="20400101000000Z 20440101000000Z"

touch database
cat >ca.cnf <<'CNF'
[ca]
default_ca = plain
[plain]
database = database
new_certs_dir = .
default_md = sha256
policy = anything
preserve = yes
rand_serial = yes
string_mask = utf8only
[anything]
organizationName = optional
commonName = optional
[req]
distinguished_name = none
string_mask = utf8only
[none]
CNF
echo 'unique_subject = no' >database.attr

ids='subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid'
no_ids='subjectKeyIdentifier = none
authorityKeyIdentifier = none'
ca_flags="basicConstraints = critical,CA:TRUE
keyUsage = critical,keyCertSign,cRLSign
$ids"
server_flags="basicConstraints = critical,CA:FALSE
keyUsage = critical,digitalSignature
extendedKeyUsage = serverAuth
$ids"
mx="subjectAltName = DNS:mx.example.org"

# key NAME [genpkey option...]: an ECDSA P-256 key, or what the options say.
key() {
    local name=$1
    shift
    [ $# -gt 0 ] || set -- -algorithm EC -pkeyopt ec_paramgen_curve:P-256
    openssl genpkey "$@" -out "$name.key" 2>/dev/null
}

hex() { od -An -v -tx1 | tr -d ' \n'; }
unhex() { while read -rn 2 octet; do [ -z "$octet" ] || printf '%b' "\\x$octet"; done; }

# sign NAME SUBJECT ISSUER DATES EXTENSIONS [ca option...]: testdata/certs/NAME.pem for the key NAME.key (made where it lacks).
# ISSUER is the name of a certificate, or NAME itself. No extensions make a certificate of version 1.
sign() {
    local name=$1 subject=$2 issuer=$3 dates=$4 extensions=$5
    shift 5
    [ -f "$name.key" ] || key "$name"
    local by=(-cert "$out/$issuer.pem" -keyfile "$issuer.key")
    [ "$issuer" != "$name" ] || by=(-selfsign -keyfile "$name.key")
    local with=()
    if [ -n "$extensions" ]; then
        printf '[e]\n%s\n' "$extensions" >extensions.cnf
        with=(-extfile extensions.cnf -extensions e)
    fi
    openssl req -new -config ca.cnf -utf8 -key "$name.key" -subj "$subject" -out "$name.csr"
    openssl ca -config ca.cnf -batch -notext -utf8 -in "$name.csr" "${by[@]}" "${with[@]}" \
        -startdate "${dates% *}" -enddate "${dates#* }" -out "$out/$name.pem" "$@" 2>log || { cat log >&2; exit 1; }
}

# resign NAME ISSUER EDIT [no]: changes the octets of NAME's signed part by a sed command over their hexadecimal digits, and
# signs it again (or leaves the signature as it was, which then is wrong).
resign() {
    openssl x509 -in "$out/$1.pem" -outform DER -out old
    openssl asn1parse -inform DER -in old -strparse 4 -noout -out tbs
    hex <tbs | sed "$3" | unhex >new_tbs
    cmp -s tbs new_tbs && { echo "$1: $3 changes nothing" >&2; exit 1; }
    if [ "${4:-yes}" = no ]; then
        { head -c 4 old; cat new_tbs; tail -c "+$((5 + $(wc -c <tbs)))" old; } >new
    else
        local signature
        signature=$(openssl dgst -sha256 -sign "$2.key" new_tbs | hex)
        local tail="300a06082a8648ce3d04030203$(printf %02x $((${#signature} / 2 + 1)))00$signature"
        { printf '3082%04x' $(($(wc -c <new_tbs) + ${#tail} / 2)) | unhex; cat new_tbs; echo "$tail" | unhex; } >new
    fi
    openssl x509 -inform DER -in new -out "$out/$1.pem"
}

# twin NAME OF: NAME is for the same key as OF.
twin() { cp "$2.key" "$1.key"; }

root() { sign "$1" "$2" "$1" "$valid" "${3-$ca_flags}"; }
# leaf NAME ISSUER [EXTENSIONS [ca option...]]: a server's certificate for mx.example.org.
leaf() { sign "$1" "/CN=$1" "$2" "$valid" "${3:-$server_flags
$mx}" "${@:4}"; }

# The plain chain, by ECDSA and RSA keys.
root root "/O=Example/CN=Root CA"
sign intermediate "/O=Example/CN=Intermediate CA" root "$valid" "$ca_flags"
leaf leaf intermediate
key leaf_rsa -algorithm RSA -pkeyopt rsa_keygen_bits:2048
leaf leaf_rsa intermediate

# Other roads to the same leaf, and roads that only look like one.
root other_root "/O=Other/CN=Other Root CA"
twin cross intermediate
sign cross "/O=Example/CN=Intermediate CA" other_root "$valid" "$ca_flags"
sign same_name "/O=Example/CN=Intermediate CA" root "$valid" "${ca_flags/$ids/$no_ids}"
twin no_key_id intermediate
sign no_key_id "/O=Example/CN=Intermediate CA" root "$valid" "${ca_flags/$ids/$no_ids}"

leaf other_case_leaf intermediate
resign other_case_leaf intermediate "s/$(printf 'Intermediate' | hex)/$(printf 'INTERMEDIATE' | hex)/"

# Nine CAs of one name and one key, each of which has signed each.
root loop "/CN=Loop"
leaf loop_leaf loop
for i in 2 3 4 5 6 7 8 9; do
    twin "loop_$i" loop
    sign "loop_$i" "/CN=Loop" loop "$valid" "$ca_flags"
done
for i in 2 3 4 5 6 7 8 9; do
    cat "$out/loop_$i.pem" >>"$out/loop.pem"
    rm "$out/loop_$i.pem"
done

# Dates.
twin expired_intermediate intermediate
sign expired_intermediate "/O=Example/CN=Intermediate CA" root "$past" "$ca_flags"
twin future_intermediate intermediate
sign future_intermediate "/O=Example/CN=Intermediate CA" root "$future" "$ca_flags"
sign expired_leaf "/CN=expired_leaf" intermediate "$past" "$server_flags
$mx"
sign future_leaf "/CN=future_leaf" intermediate "$future" "$server_flags
$mx"

# Path length: narrow allows no CA below it; narrow_renewed is narrow's own next key, which does not count.
sign narrow "/CN=Narrow CA" root "$valid" "${ca_flags/CA:TRUE/CA:TRUE,pathlen:0}"
leaf narrow_leaf narrow
sign narrow_sub "/CN=CA below Narrow CA" narrow "$valid" "$ca_flags"
leaf narrow_sub_leaf narrow_sub
sign narrow_renewed "/CN=Narrow CA" narrow "$valid" "$ca_flags"
leaf narrow_renewed_leaf narrow_renewed

# What may not issue, or may not serve.
sign no_ca "/CN=No CA" root "$valid" "${ca_flags/CA:TRUE/CA:FALSE}"
leaf no_ca_leaf no_ca
sign no_basic_constraints "/CN=No basic constraints" root "$valid" "keyUsage = critical,keyCertSign
$ids"
leaf no_basic_constraints_leaf no_basic_constraints
sign no_cert_sign "/CN=No keyCertSign" root "$valid" "${ca_flags/keyCertSign/digitalSignature}"
leaf no_cert_sign_leaf no_cert_sign
sign client_ca "/CN=Client CA" root "$valid" "$ca_flags
extendedKeyUsage = clientAuth"
leaf client_ca_leaf client_ca
leaf client_leaf intermediate "${server_flags/serverAuth/clientAuth}
$mx"
leaf any_purpose_leaf intermediate "${server_flags/serverAuth/anyExtendedKeyUsage}
$mx"
leaf no_purpose_leaf intermediate "${server_flags/extendedKeyUsage = serverAuth/}
$mx"
leaf crl_sign_leaf intermediate "${server_flags/digitalSignature/cRLSign}
$mx"
sign critical_ca "/CN=CA with an unknown critical extension" root "$valid" "$ca_flags
1.3.6.1.4.1.32473.1 = critical,ASN1:NULL"
leaf critical_ca_leaf critical_ca
leaf critical_leaf intermediate "$server_flags
$mx
1.3.6.1.4.1.32473.1 = critical,ASN1:NULL"
sign policy_ca "/CN=CA with policy constraints" root "$valid" "$ca_flags
policyConstraints = critical,requireExplicitPolicy:3
inhibitAnyPolicy = critical,3"
leaf policy_ca_leaf policy_ca
root v1_root "/CN=Version 1 root" ""
leaf v1_root_leaf v1_root "${server_flags/$ids/$no_ids}
$mx"
sign v1_ca "/CN=Version 1 CA" root "$valid" ""
leaf v1_ca_leaf v1_ca "${server_flags/$ids/$no_ids}
$mx"

# Leaves without a CA above them.
root self_signed "/CN=self_signed" "$server_flags
$mx"
root self_signed_ca "/CN=self_signed_ca" "$ca_flags
$mx"

# Name constraints.
constrained() { sign "$1" "/CN=$1" "${3:-root}" "$valid" "$ca_flags
nameConstraints = critical,$2"; }
constrained permits_org "permitted;DNS:example.org"
leaf permits_org_leaf permits_org
leaf permits_org_leaf_net permits_org "$server_flags
subjectAltName = DNS:mx.example.org,DNS:mx.example.net"
leaf permits_org_leaf_notexample permits_org "$server_flags
subjectAltName = DNS:notexample.org"
sign permits_org_leaf_cn "/CN=mx.example.net" permits_org "$valid" "$server_flags"
constrained permits_net_below permitted\;DNS:example.net permits_org
leaf permits_net_below_leaf permits_net_below
leaf permits_net_below_leaf_net permits_net_below "$server_flags
subjectAltName = DNS:mx.example.net"
constrained permits_upper_case "permitted;DNS:EXAMPLE.ORG"
leaf permits_upper_case_leaf permits_upper_case
constrained permits_dot "permitted;DNS:.example.org"
leaf permits_dot_leaf permits_dot
leaf permits_dot_leaf_self permits_dot "$server_flags
subjectAltName = DNS:example.org"
constrained excludes_mx "excluded;DNS:MX.example.org"
leaf excludes_mx_leaf excludes_mx
leaf excludes_mx_leaf_other excludes_mx "$server_flags
subjectAltName = DNS:mail.example.org"
leaf excludes_mx_leaf_wildcard excludes_mx "$server_flags
subjectAltName = DNS:*.example.org"
constrained permits_email "permitted;email:example.net"
leaf permits_email_leaf permits_email
leaf permits_email_leaf_email permits_email "$server_flags
subjectAltName = DNS:mx.example.org,email:postmaster@example.org"
constrained permits_address "permitted;IP:192.0.2.0/255.255.255.0"
leaf permits_address_leaf permits_address "$server_flags
subjectAltName = DNS:mx.example.org,IP:198.51.100.1"
directory='@directory
[directory]
permitted;dirName = example_name
[example_name]
O = Example'
constrained permits_directory "$directory"
sign permits_directory_renewed "/CN=permits_directory" permits_directory "$valid" "$ca_flags"
sign permits_directory_renewed_leaf "/O=Example/CN=Leaf" permits_directory_renewed "$valid" "$server_flags
$mx"
sign constrained_twice "/CN=constrained_twice" root "$valid" "$ca_flags
nameConstraints = critical,permitted;DNS:example.org
2.5.29.31 = critical,DER:3014a1123010820e$(printf 'mx.example.org' | hex)"
resign constrained_twice root "s/0603551d1f/0603551d1e/"
leaf constrained_twice_leaf constrained_twice
sign constrained_minimum "/CN=constrained_minimum" root "$valid" "$ca_flags
2.5.29.30 = critical,DER:3014a0123010820b$(printf 'example.org' | hex)800101"
leaf constrained_minimum_leaf constrained_minimum
sign permits_directory_leaf "/O=EXAMPLE/CN=Leaf" permits_directory "$valid" "$server_flags
$mx"
sign permits_directory_leaf_other "/O=Other/CN=Leaf" permits_directory "$valid" "$server_flags
$mx"
sign permits_directory_leaf_comma "/CN=a,O=Example" permits_directory "$valid" "$server_flags
$mx"
constrained excludes_many "$(seq -s, -f 'excluded;DNS:x%g' 1000),excluded;DNS:mx.example.org"
leaf excludes_many_leaf excludes_many

# Names.
named() { leaf "$1" intermediate "$server_flags
subjectAltName = $2"; }
named idn_leaf "DNS:xn--mller-kva.example.org"
named wildcard_leaf "DNS:*.example.org"
named partial_wildcard_leaf "DNS:m*.example.org"
named other_name_leaf "DNS:other.example.org"
named upper_case_leaf "DNS:MX.Example.ORG"
named many_names_leaf "DNS:mx.example.org,$(seq -s, -f 'DNS:x%g' 1000)"
named nul_leaf "DER:301d821b$(printf 'mx.example.org' | hex)00$(printf '.example.net' | hex)"
named empty_name_leaf "DER:30028200"
named broken_names_leaf "DER:3010821b$(printf 'mx.example.org' | hex)"
sign cn_leaf "/CN=mx.example.org" intermediate "$valid" "$server_flags"
sign cn_wildcard_leaf "/CN=*.example.org" intermediate "$valid" "$server_flags"
sign cn_beside_address_leaf "/CN=mx.example.org" intermediate "$valid" "$server_flags
subjectAltName = IP:192.0.2.1,email:postmaster@example.org"
sign cn_beside_name_leaf "/CN=mx.example.org" intermediate "$valid" "$server_flags
subjectAltName = DNS:other.example.org"
sign cn_nul_leaf "/CN=mx.example.org0.example.net" intermediate "$valid" "$server_flags"
resign cn_nul_leaf intermediate "s/$(printf 'org0' | hex)/$(printf 'org' | hex)00/"

# Signatures and keys.
key rsa_root -algorithm RSA -pkeyopt rsa_keygen_bits:2048
root rsa_root "/CN=RSA root"
leaf rsa_root_leaf rsa_root
leaf pss_leaf rsa_root "" -sigopt rsa_padding_mode:pss -sigopt rsa_pss_saltlen:digest
leaf pss_long_salt_leaf rsa_root "" -sigopt rsa_padding_mode:pss -sigopt rsa_pss_saltlen:max
leaf sha1_leaf rsa_root "" -md sha1
leaf md5_leaf rsa_root "" -md md5
leaf sha512_leaf rsa_root "" -md sha512
leaf broken_signature_leaf intermediate
resign broken_signature_leaf intermediate "s/$(printf 'mx.example.org' | hex)/$(printf 'mx.example.net' | hex)/" no
for curve in P-384 P-521; do
    key "ecdsa_${curve#P-}_leaf" -algorithm EC -pkeyopt "ec_paramgen_curve:$curve"
    leaf "ecdsa_${curve#P-}_leaf" intermediate
done
for algorithm in ed25519 ed448; do
    key ${algorithm}_leaf -algorithm $algorithm
    leaf ${algorithm}_leaf intermediate
done
# spki NAME ALGORITHM NUMBERS KEY: a public key of made-up numbers, in PEM, by openssl's ASN.1 sections.
spki() {
    printf '%s\n' 'asn1 = SEQUENCE:spki' '[spki]' 'algorithm = SEQUENCE:algorithm' "key = BITWRAP,$4" \
        '[algorithm]' "oid = OID:$2" "parameters = ${5:-NULL}" '[numbers]' "$3" >spki.cnf
    openssl asn1parse -genconf spki.cnf -noout -out spki
    openssl pkey -pubin -inform DER -in spki -out "$out/$1.spki"
}
number() { printf 'INTEGER:0x'; printf 'ef%.0s' $(seq $(($1 / 8))); }

# Such a key would take an hour to make: this one has no private half, and what it is said to have signed it did not.
spki big_key_root rsaEncryption "modulus = $(number 16392)
exponent = INTEGER:65537" SEQUENCE:numbers
spki big_order dsaEncryption "p = $(number 1024)
q = $(number 520)
g = INTEGER:2" INTEGER:4 SEQUENCE:numbers
openssl x509 -new -force_pubkey "$out/big_key_root.spki" -subj "/CN=Root with a large key" \
    -key root.key -days 36500 -out "$out/big_key_root.pem"
sign big_key_root_signer "/CN=Root with a large key" root "$valid" "$ca_flags"
leaf big_key_root_leaf big_key_root_signer "${server_flags/$ids/$no_ids}
$mx"
rm "$out/big_key_root_signer.pem"
key big_exponent_root -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -pkeyopt "rsa_keygen_pubexp:0x$(printf 'f%.0s' $(seq 500))"
root big_exponent_root "/CN=Root with a large exponent"
leaf big_exponent_root_leaf big_exponent_root
root crl_sign_server "/CN=Server whose key may sign no handshake" "keyUsage = critical,cRLSign
$mx"

for bits in 768 1024; do
    key "rsa_$bits" -algorithm RSA -pkeyopt "rsa_keygen_bits:$bits"
    root "rsa_$bits" "/CN=rsa_$bits" "$server_flags
$mx"
done

openssl x509 -in "$out/root.pem" -noout -pubkey >"$out/root.spki"

for server in leaf leaf_rsa crl_sign_server big_exponent_root; do cp "$server.key" "$out/$server.key"; done

# What TLSA records say of each certificate, by openssl.
for file in "$out"/*.pem; do
    name=$(basename "$file" .pem)
    openssl x509 -in "$file" -outform DER -out certificate
    openssl x509 -in "$file" -noout -pubkey | openssl pkey -pubin -outform DER -out key
    for selected in certificate key; do
        for digest in sha256 $([ "$name" != leaf ] || echo sha512); do
            echo "$name $selected $digest $(openssl dgst -$digest -r "$selected" | cut -d' ' -f1)"
        done
    done
done >"$out/digests.txt"
