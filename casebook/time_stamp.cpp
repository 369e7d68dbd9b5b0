#include "casebook/time_stamp.h"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/ts.h>

#include <chrono>
#include <ctime>
#include <memory>
#include <vector>

#include "detector/digest.h"

namespace casebook {

namespace {

template <auto free_it>
struct Free {
    template <typename T>
    void operator()(T* pointer) const {
        free_it(pointer);
    }
};
using Request = std::unique_ptr<TS_REQ, Free<TS_REQ_free>>;
using Response = std::unique_ptr<TS_RESP, Free<TS_RESP_free>>;
using Token = std::unique_ptr<PKCS7, Free<PKCS7_free>>;
using Info = std::unique_ptr<TS_TST_INFO, Free<TS_TST_INFO_free>>;
using Context = std::unique_ptr<TS_VERIFY_CTX, Free<TS_VERIFY_CTX_free>>;
using Store = std::unique_ptr<X509_STORE, Free<X509_STORE_free>>;
using Certificate = std::unique_ptr<X509, Free<X509_free>>;
using Bytes = std::unique_ptr<BIO, Free<BIO_free_all>>;

constexpr std::size_t most_bytes = std::size_t{1} << 20;  // of a response or a token: real ones have a few thousand

[[noreturn]] void fail(const std::string& doing) {
    std::string why;
    // The last error says what it comes down to; those before, from where.
    while (const unsigned long code = ERR_get_error()) {
        if (const char* reason = ERR_reason_error_string(code)) why = reason;
    }
    throw StampError(doing + (why.empty() ? "" : ": " + why));
}

void require(bool fine, const char* doing) {
    if (!fine) fail(doing);
}

Bytes bytes_of(std::string_view text) {
    if (text.size() > most_bytes) throw StampError("a time stamp is larger than any real one");
    Bytes bio(BIO_new_mem_buf(text.data() ? text.data() : "", static_cast<int>(text.size())));
    require(bio != nullptr, "out of memory");
    return bio;
}

std::string text_of(BIO* bio) {
    char* data = nullptr;
    const long size = BIO_get_mem_data(bio, &data);
    return std::string(data, static_cast<std::size_t>(size));
}

template <typename T, typename Encode>
std::string der_of(T* value, Encode encode) {
    const int size = encode(value, nullptr);
    if (size <= 0) fail("a time stamp cannot be written");
    std::string der(static_cast<std::size_t>(size), '\0');
    auto* out = reinterpret_cast<unsigned char*>(der.data());
    encode(value, &out);
    return der;
}

std::vector<Certificate> certificates(std::string_view pem) {
    const Bytes bio = bytes_of(pem);
    std::vector<Certificate> found;
    while (X509* one = PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr)) found.emplace_back(one);
    ERR_clear_error();  // the end of the text is an error to it
    return found;
}

Store trusted(const std::string& anchors, std::time_t when) {
    Store store(X509_STORE_new());
    require(store != nullptr, "out of memory");
    const std::vector<Certificate> all = certificates(anchors);
    if (all.empty()) throw StampError("no certificate of a time authority to trust was given (a PEM file)");
    for (const Certificate& one : all)
        require(X509_STORE_add_cert(store.get(), one.get()) == 1, "a trusted certificate cannot be used");
    X509_VERIFY_PARAM* param = X509_STORE_get0_param(store.get());
    X509_VERIFY_PARAM_set_time(param, when);
    return store;
}

Milliseconds milliseconds(const ASN1_GENERALIZEDTIME* time) {
    std::tm parts{};
    if (!time || ASN1_TIME_to_tm(time, &parts) != 1) throw StampError("the time stamp states no time");
    Milliseconds ms = static_cast<Milliseconds>(::timegm(&parts)) * 1000;
    const std::string_view text(reinterpret_cast<const char*>(ASN1_STRING_get0_data(time)),
                                static_cast<std::size_t>(ASN1_STRING_length(time)));
    if (const std::size_t dot = text.find('.'); dot != std::string_view::npos) {
        Milliseconds scale = 100;
        for (std::size_t i = dot + 1; i < text.size() && text[i] >= '0' && text[i] <= '9'; ++i, scale /= 10)
            ms += (text[i] - '0') * scale;
    }
    return ms;
}

std::string serial_of(const ASN1_INTEGER* serial) {
    BIGNUM* number = ASN1_INTEGER_to_BN(serial, nullptr);
    char* hex = number ? BN_bn2hex(number) : nullptr;
    const std::string text = hex ? hex : "";
    OPENSSL_free(hex);
    BN_free(number);
    return text;
}

std::string signer_of(PKCS7* token) {
    std::unique_ptr<STACK_OF(X509), void (*)(STACK_OF(X509)*)> signers(
        PKCS7_get0_signers(token, nullptr, 0), [](STACK_OF(X509) * stack) { sk_X509_free(stack); });
    if (!signers || sk_X509_num(signers.get()) != 1) throw StampError("the time stamp has not exactly one signer");
    const Bytes out(BIO_new(BIO_s_mem()));
    X509_NAME_print_ex(out.get(), X509_get_subject_name(sk_X509_value(signers.get(), 0)), 0,
                       XN_FLAG_RFC2253 & ~static_cast<unsigned long>(ASN1_STRFLGS_ESC_MSB));
    return text_of(out.get());
}

TimeStamp described(PKCS7* token) {
    const Info info(PKCS7_to_TS_TST_INFO(token));
    if (!info) fail("the time stamp cannot be read");
    char policy[128] = "";
    OBJ_obj2txt(policy, sizeof policy, TS_TST_INFO_get_policy_id(info.get()), 1);
    return {.at_ms = milliseconds(TS_TST_INFO_get_time(info.get())),
            .authority = signer_of(token),
            .serial = serial_of(TS_TST_INFO_get_serial(info.get())),
            .policy = policy,
            .token = der_of(token, i2d_PKCS7)};
}

Token token_of(std::string_view der) {
    if (der.size() > most_bytes) throw StampError("a time stamp is larger than any real one");
    const auto* in = reinterpret_cast<const unsigned char*>(der.data());
    const unsigned char* const end = in + der.size();
    Token token(d2i_PKCS7(nullptr, &in, static_cast<long>(der.size())));
    if (!token || in != end) fail("the time stamp cannot be read");
    if (!PKCS7_type_is_signed(token.get())) throw StampError("the time stamp is not signed");
    return token;
}

}  // namespace

std::string stamp_request(std::string_view text, const std::string& policy) {
    const Request request(TS_REQ_new());
    require(request && TS_REQ_set_version(request.get(), 1) == 1, "out of memory");

    std::unique_ptr<X509_ALGOR, Free<X509_ALGOR_free>> algorithm(X509_ALGOR_new());
    require(algorithm && X509_ALGOR_set0(algorithm.get(), OBJ_nid2obj(NID_sha256), V_ASN1_NULL, nullptr) == 1,
            "out of memory");
    std::unique_ptr<TS_MSG_IMPRINT, Free<TS_MSG_IMPRINT_free>> imprint(TS_MSG_IMPRINT_new());
    detector::Digest digest = detector::sha256(text);
    require(imprint && TS_MSG_IMPRINT_set_algo(imprint.get(), algorithm.get()) == 1 &&
                TS_MSG_IMPRINT_set_msg(imprint.get(), digest.data(), static_cast<int>(digest.size())) == 1 &&
                TS_REQ_set_msg_imprint(request.get(), imprint.get()) == 1,
            "out of memory");

    if (!policy.empty()) {
        std::unique_ptr<ASN1_OBJECT, Free<ASN1_OBJECT_free>> object(OBJ_txt2obj(policy.c_str(), 1));
        if (!object) throw StampError("'" + policy + "' is no policy (write it as 1.3.6.1.4.1.13762.3)");
        require(TS_REQ_set_policy_id(request.get(), object.get()) == 1, "out of memory");
    }
    unsigned char random[8];
    require(RAND_bytes(random, sizeof random) == 1, "no random numbers can be had");
    random[0] = static_cast<unsigned char>((random[0] & 0x7F) | 0x40);  // positive, and always of one length
    std::unique_ptr<BIGNUM, Free<BN_free>> number(BN_bin2bn(random, sizeof random, nullptr));
    std::unique_ptr<ASN1_INTEGER, Free<ASN1_INTEGER_free>> nonce(number ? BN_to_ASN1_INTEGER(number.get(), nullptr)
                                                                        : nullptr);
    require(nonce && TS_REQ_set_nonce(request.get(), nonce.get()) == 1 && TS_REQ_set_cert_req(request.get(), 1) == 1,
            "out of memory");
    return der_of(request.get(), i2d_TS_REQ);
}

TimeStamp stamp_from_response(std::string_view response, std::string_view request, const std::string& anchors) {
    ERR_clear_error();
    if (response.size() > most_bytes) throw StampError("the authority's answer is larger than any real one");
    const auto* in = reinterpret_cast<const unsigned char*>(response.data());
    const Response answer(d2i_TS_RESP(nullptr, &in, static_cast<long>(response.size())));
    if (!answer) fail("the authority's answer is no time-stamp response");
    in = reinterpret_cast<const unsigned char*>(request.data());
    const Request asked(d2i_TS_REQ(nullptr, &in, static_cast<long>(request.size())));
    require(asked != nullptr, "the request cannot be read");
    const auto status = ASN1_INTEGER_get(TS_STATUS_INFO_get0_status(TS_RESP_get_status_info(answer.get())));
    if (status != 0 && status != 1)  // granted, granted with modifications
        throw StampError("the authority refused (PKIStatus " + std::to_string(status) + ")");
    PKCS7* token = TS_RESP_get_token(answer.get());
    if (!token || !PKCS7_type_is_signed(token)) throw StampError("the authority's answer holds no stamp");
    TimeStamp stamp = described(token);

    const Context context(TS_REQ_to_TS_VERIFY_CTX(asked.get(), nullptr));
    require(context != nullptr, "out of memory");
    TS_VERIFY_CTX_add_flags(context.get(), TS_VFY_SIGNATURE);
    TS_VERIFY_CTX_set_store(context.get(), trusted(anchors, static_cast<std::time_t>(stamp.at_ms / 1000)).release());
    if (TS_RESP_verify_response(context.get(), answer.get()) != 1) fail("the authority's answer cannot be trusted");
    return stamp;
}

TimeStamp check_stamp(std::string_view der, std::string_view text, const std::string& anchors) {
    ERR_clear_error();
    const Token token = token_of(der);
    TimeStamp stamp = described(token.get());
    const Context context(TS_VERIFY_CTX_new());
    require(context != nullptr, "out of memory");
    TS_VERIFY_CTX_set_flags(context.get(), TS_VFY_VERSION | TS_VFY_DATA | TS_VFY_SIGNATURE);
    TS_VERIFY_CTX_set_data(context.get(), bytes_of(text).release());  // freed with the context
    TS_VERIFY_CTX_set_store(context.get(), trusted(anchors, static_cast<std::time_t>(stamp.at_ms / 1000)).release());
    if (TS_RESP_verify_token(context.get(), token.get()) != 1) fail("the time stamp does not hold");
    // A token is kept as it was encoded: anything that reads the same but is written otherwise has been touched.
    if (stamp.token != der) throw StampError("the time stamp is not written as it was kept");
    return stamp;
}

std::string normal_certificates(std::string_view pem) {
    const Bytes out(BIO_new(BIO_s_mem()));
    require(out != nullptr, "out of memory");
    const std::vector<Certificate> all = certificates(pem);
    if (all.empty()) throw StampError("no certificate in PEM form (-----BEGIN CERTIFICATE-----)");
    for (const Certificate& one : all)
        require(PEM_write_bio_X509(out.get(), one.get()) == 1, "a certificate cannot be written");
    return text_of(out.get());
}

}  // namespace casebook
