#pragma once

#include <chrono>
#include <cstddef>

/// Every cap on what the network may send, by name, with its reason. Nothing here is an option.
namespace danelaw::limits {

// DNS
inline constexpr std::size_t mx_records_read = 100;         // contract: more leave the verdict unknown
inline constexpr std::size_t hosts_probed = 20;             // contract: more leave the verdict unknown
inline constexpr std::size_t addresses_per_family = 16;     // RRsets beyond that are load balancers, not mail hosts
inline constexpr std::size_t cname_hops = 11;               // libunbound stops there too (max-query-restarts)
inline constexpr std::size_t tlsa_records = 100;            // peers stop at 100; all are read, the rest is reported
inline constexpr std::size_t records_per_answer = 4096;     // a 64 KiB answer cannot hold more that matter
inline constexpr std::size_t message_octets = 65535;        // RFC 1035 §4.2.2: what the length field of TCP can say
inline constexpr std::size_t typed_name_octets = 4096;      // U-labels of a 255 octet name need less than 1100 in UTF-8
inline constexpr std::size_t chain_signature_checks = 200;  // keys with colliding tags (KeyTrap) would cost minutes
inline constexpr std::size_t chain_questions = 100;         // of one trace: 11 aliases of a few labels each
inline constexpr std::size_t all_signature_checks = 5000;   // of one report: 30 servers of 80 answers, twice signed
inline constexpr std::size_t name_servers = 32;             // addresses of one zone; the root has 26
inline constexpr std::size_t name_server_zones = 24;        // for one domain: 20 hosts in zones of their own, and some
inline constexpr std::size_t name_server_questions = 80;    // to one server: 20 hosts of four names
inline constexpr std::size_t name_server_octets = 8'000'000;  // of all replies for one domain: kept, and saved in facts

// The second validator, in processes of its own: its library bounds neither its work nor its memory
inline constexpr std::size_t validator_processes = 8;        // at once, each with one question
inline constexpr std::size_t validator_processes_lost = 50;  // that crashed or overstepped; then no more are started
inline constexpr unsigned validator_cpu_seconds = 2;         // for one question: a usual one takes 10 milliseconds
inline constexpr std::size_t validator_memory = 256ULL << 20ULL;       // address space, libraries included
inline constexpr std::chrono::milliseconds validator_wait{10'000};     // for one question
inline constexpr std::chrono::milliseconds validator_grace{300};       // of it, to say itself that time ran out
inline constexpr std::chrono::milliseconds second_opinion_wait{5000};  // the first has most answers within one second
inline constexpr unsigned second_opinions_awaited = 3;  // in vain, one after the other; then no more are asked for
inline constexpr std::size_t validator_message_octets = 256ULL << 10ULL;  // a reply of 64 KiB; anchors of tens of zones
inline constexpr std::size_t system_resolvers = 3;                        // of resolv.conf(5): MAXNS

// TLS reports
inline constexpr std::size_t report_mailboxes =
    4;  // domains whose MX is looked up; nobody sends reports to more places
inline constexpr std::size_t report_octets = std::size_t{32} * 1024 * 1024;  // unpacked: mail of 10 MB (RFC 8460 §5.2)
inline constexpr std::size_t report_policies = 10'000;                       // of one report: domains times hosts
inline constexpr std::size_t report_failures = 100'000;                      // details of one report
inline constexpr std::size_t report_text_octets = 4096;                      // of one text in a report
inline constexpr std::size_t report_list = 1000;                   // records, policy lines or hosts of a policy
inline constexpr std::size_t report_depth = 16;                    // RFC 8460 §4.4 needs 6
inline constexpr std::size_t report_deviations = 20;               // that one report is told of
inline constexpr std::size_t report_sessions = 1'000'000'000'000;  // of one count: more than all mail of a day
inline constexpr std::size_t mail_parts = 200;                     // of one mail, at all depths
inline constexpr std::size_t mail_depth = 8;                       // forwarded as attachment a few times
inline constexpr std::size_t mail_header_octets = std::size_t{256} * 1024;  // of one header section
inline constexpr std::size_t digest_reports = 1'000'000;                    // remembered to find duplicates
inline constexpr std::size_t digest_failures = 10'000;                      // kept apart; the rest is counted together
inline constexpr std::size_t digest_names = 10'000;                         // domains and senders, likewise
inline constexpr std::size_t digest_files = 100'000;                        // of all folders named
inline constexpr int digest_folders_deep = 8;                               // a Maildir has two levels
inline constexpr std::size_t digest_domains_checked = 20;  // reports can name any domain, and each costs sessions

// SMTP: RFC 5321 §4.5.3.1.5 says 512 octets a reply line; real servers send more
inline constexpr std::size_t reply_line_octets = 2048;
inline constexpr std::size_t reply_lines = 100;
inline constexpr std::size_t reply_octets = std::size_t{64} * 1024;
inline constexpr std::size_t connections = 64;             // at once, over all hosts of a domain
inline constexpr std::size_t connections_per_address = 2;  // at once: more looks like abuse to a mail server
inline constexpr std::size_t kept_session_octets =
    std::size_t{32} * 1024;  // of replies in the facts; nobody reads more

// MTA-STS
inline constexpr std::size_t policy_octets = std::size_t{64} * 1024;  // RFC 8461 §3.3 suggests it
inline constexpr std::size_t kept_keys =
    10;  // unknown or repeated keys that are told of; a policy could have thousands
inline constexpr std::size_t http_header_octets = std::size_t{16} * 1024;  // real ones have less than 2 KiB
inline constexpr std::size_t http_octets = std::size_t{256} * 1024;        // a policy in chunks of one octet, and more
inline constexpr unsigned http_interim_responses = 5;                      // nobody sends more than one 1xx
inline constexpr std::size_t policy_addresses = 4;   // of a policy host that are tried; senders try no more
inline constexpr std::size_t pattern_findings = 10;  // a policy of 64 KiB has room for thousands of mx lines

// TLS
inline constexpr std::size_t handshake_octets = std::size_t{256} * 1024;  // all that a peer may send before Finished
inline constexpr std::size_t handshake_message_octets = std::size_t{64} * 1024;
inline constexpr std::size_t dh_prime_bits = 10000;    // OpenSSL's bound: two powers by a longer prime cost seconds
inline constexpr std::size_t chain_certificates = 10;  // a longer presented chain is cut, with a note
inline constexpr std::size_t chain_octets = std::size_t{100} * 1024;
inline constexpr std::size_t signature_checks = 64;  // for one chain: cross-signed loops would cost seconds
inline constexpr std::size_t path_steps = 1000;      // of one search: ten certificates that all signed each other
inline constexpr std::size_t name_comparisons = std::size_t{1} << 20U;  // of one path; OpenSSL's own bound
inline constexpr std::size_t certificate_extensions = 100;
inline constexpr std::size_t common_names = 100;      // read from one certificate, most have one
inline constexpr unsigned key_bits = 16384;           // of RSA and DSA: OpenSSL verifies with no larger key
inline constexpr std::size_t rsa_exponent_bits = 64;  // OpenSSL's bound; as long as the modulus it costs a second
inline constexpr std::size_t dsa_order_bits = 512;    // FIPS 186 knows 256 at most

// Output
inline constexpr std::size_t shown_octets = 200;       // of one remote text in a sentence
inline constexpr std::size_t validator_octets = 1000;  // of the validator's words: three names and two causes fit

// The file of --state
inline constexpr std::size_t state_octets = std::size_t{4} * 1024 * 1024;  // of one domain: 100 hosts, 100 records each
inline constexpr std::chrono::milliseconds state_wait{1000};  // for others' locks: a write takes less than one

// Input files of the user
inline constexpr std::size_t input_file_octets = std::size_t{64} * 1024 * 1024;
inline constexpr std::size_t json_list = 2 * records_per_answer;           // the addresses of a host: two answers
inline constexpr std::size_t input_line_octets = std::size_t{64} * 1024;   // of a list of names
inline constexpr std::size_t zone_file_octets = std::size_t{1024} * 1024;  // trust anchors, root hints: hundreds

}  // namespace danelaw::limits
