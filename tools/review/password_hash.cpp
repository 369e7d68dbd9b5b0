#include "tools/review/password_hash.h"

#include <openssl/core_names.h>
#include <openssl/kdf.h>
#include <openssl/params.h>

#include <cstdint>
#include <memory>

#include "detector/digest.h"
#include "detector/error.h"
#include "tools/review/sessions.h"

namespace tools::review {

namespace {

constexpr std::string_view prefix = "scrypt$15$8$1$";

std::string derive(std::string_view password, std::string_view salt) {
    using Kdf = std::unique_ptr<EVP_KDF, void (*)(EVP_KDF*)>;
    using Context = std::unique_ptr<EVP_KDF_CTX, void (*)(EVP_KDF_CTX*)>;
    const Kdf kdf(EVP_KDF_fetch(nullptr, "SCRYPT", nullptr), EVP_KDF_free);
    const Context context(kdf ? EVP_KDF_CTX_new(kdf.get()) : nullptr, EVP_KDF_CTX_free);
    std::uint64_t n = std::uint64_t{1} << 15, most_memory = std::uint64_t{64} << 20;
    std::uint32_t r = 8, p = 1;
    const auto bytes = [](const char* name, std::string_view value) {
        return OSSL_PARAM_construct_octet_string(name, const_cast<char*>(value.data()), value.size());
    };
    const OSSL_PARAM parameters[] = {bytes(OSSL_KDF_PARAM_PASSWORD, password),
                                     bytes(OSSL_KDF_PARAM_SALT, salt),
                                     OSSL_PARAM_construct_uint64(OSSL_KDF_PARAM_SCRYPT_N, &n),
                                     OSSL_PARAM_construct_uint32(OSSL_KDF_PARAM_SCRYPT_R, &r),
                                     OSSL_PARAM_construct_uint32(OSSL_KDF_PARAM_SCRYPT_P, &p),
                                     OSSL_PARAM_construct_uint64(OSSL_KDF_PARAM_SCRYPT_MAXMEM, &most_memory),
                                     OSSL_PARAM_construct_end()};
    detector::Digest key{};
    if (!context || EVP_KDF_derive(context.get(), key.data(), key.size(), parameters) != 1)
        throw detector::EngineError("OpenSSL cannot derive a key with scrypt");
    return detector::to_hex(key);
}

}  // namespace

std::string hash_password(std::string_view password) {
    const std::string salt = random_token().substr(0, 32);
    return std::string(prefix) + salt + '$' + derive(password, salt);
}

bool password_fits(std::string_view password, std::string_view hash) {
    if (!hash.starts_with(prefix)) return false;
    hash.remove_prefix(prefix.size());
    const std::size_t dollar = hash.find('$');
    if (dollar == std::string_view::npos) return false;
    return same_secret(derive(password, hash.substr(0, dollar)), hash.substr(dollar + 1));
}

}  // namespace tools::review
