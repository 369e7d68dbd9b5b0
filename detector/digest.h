// SHA-256 (FIPS 180-4) of bytes: list versions, cache keys, evidence. The only file that includes <openssl/evp.h> for
// hashing is digest.cpp. A Sha256 is used by one thread; throws EngineError when OpenSSL fails.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace detector {

using Digest = std::array<std::uint8_t, 32>;

class Sha256 {
  public:
    Sha256();
    ~Sha256();
    Sha256(Sha256&&) noexcept;
    Sha256& operator=(Sha256&&) noexcept;

    void update(std::string_view bytes);
    Digest finish();  // afterwards the object is spent

  private:
    struct State;
    std::unique_ptr<State> state_;
};

Digest sha256(std::string_view bytes);
// SHA-1, broken for signatures, is what other people's web archives label their records with: for those alone.
std::array<std::uint8_t, 20> sha1(std::string_view bytes);

std::string to_hex(const Digest& digest);  // 64 lower-case digits

}  // namespace detector
