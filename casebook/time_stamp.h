// RFC 3161 time stamps: somebody independent signs that a text existed at a time. Makes the request, reads the answer,
// checks a kept stamp again years later. Pure: the network is the caller's. time_stamp.cpp is the only file that
// includes OpenSSL's time-stamp headers. Everything here takes hostile bytes; failures are StampError in plain words.
//
// Trust comes from `anchors`: PEM certificates of the authorities that are believed. The signer's certificate travels
// within the stamp (certReq) and has to lead to one of them, to be meant for time stamping, and to have been valid at
// the time it states: that it expires afterwards takes nothing from the stamp (RFC 3161, appendix B).
#pragma once

#include <stdexcept>
#include <string>
#include <string_view>

#include "casebook/records.h"

namespace casebook {

class StampError : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;
};

// DER of a TimeStampReq over SHA-256 of the text, with a fresh 64-bit nonce and a wish for the certificates. `policy`
// is a dotted OID, empty: whichever the authority uses. Content type of the HTTP request: application/timestamp-query.
std::string stamp_request(std::string_view text, const std::string& policy = {});

struct TimeStamp {
    Milliseconds at_ms = 0;  // as the authority says
    std::string authority;   // subject of the signing certificate, one line
    std::string serial;      // of the stamp, hexadecimal
    std::string policy;      // dotted OID
    std::string token;       // DER (a CMS SignedData): what is kept
};

// The answer to `request`, checked whole: granted, version, nonce, policy, imprint, signature, chain of certificates.
TimeStamp stamp_from_response(std::string_view response, std::string_view request, const std::string& anchors);

// A kept token: is it a stamp over this very text, by somebody the anchors vouch for?
TimeStamp check_stamp(std::string_view token, std::string_view text, const std::string& anchors);

// The certificates of a PEM text, written again in the one form this library writes: equal certificates give equal
// text.
std::string normal_certificates(std::string_view pem);

}  // namespace casebook
