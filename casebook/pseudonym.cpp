#include "casebook/pseudonym.h"

#include <fcntl.h>
#include <openssl/hmac.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <fstream>

#include "detector/digest.h"

namespace casebook {

namespace {

constexpr std::size_t shown_digits = 24;  // 96 bits: no two sellers of a casebook meet by chance

std::string setting(Database& database, const char* name) {
    Statement query(database, "SELECT value FROM settings WHERE name = ?");
    return query.first(name) ? query.text(0) : std::string();
}

std::string fresh_key() {
    std::array<char, 32> bytes{};
    std::ifstream random("/dev/urandom", std::ios::binary);
    if (!random.read(bytes.data(), bytes.size())) throw StoreError(StoreFault::io, "/dev/urandom cannot be read");
    return detector::to_hex(detector::sha256({bytes.data(), bytes.size()}));
}

std::string check_of(const std::string& key) { return detector::to_hex(detector::sha256("seller key\n" + key)); }

std::string read_key(const std::filesystem::path& file) {
    std::ifstream in(file);
    std::string key;
    in >> key;
    return key;
}

// On the disk before anything is stored under it: a name hashed with a lost key is lost.
void write_key(const std::filesystem::path& file, const std::string& key) {
    const int descriptor = ::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR);
    const std::string line = key + '\n';
    const bool written = descriptor >= 0 &&
                         ::write(descriptor, line.data(), line.size()) == static_cast<ssize_t>(line.size()) &&
                         ::fsync(descriptor) == 0;
    const int why = errno;
    if (descriptor >= 0) ::close(descriptor);
    if (!written)
        throw StoreError(StoreFault::io, file.string() + ": the key of the sellers' pseudonyms cannot be written: " +
                                             std::strerror(why) + " (check the folder)");
}

}  // namespace

Pseudonyms Pseudonyms::of(Database& database, bool wanted) {
    Pseudonyms names;
    names.salt_ = setting(database, "seller_salt");
    if (!names.salt_.empty()) return names;
    const std::string check = setting(database, "seller_key_check");
    if (check.empty() && !wanted) return names;

    std::filesystem::path file = database.file();
    file += ".key";
    std::string key = read_key(file);
    if (!check.empty() && (key.empty() || check_of(key) != check))
        throw StoreError(StoreFault::missing,
                         file.string() +
                             ": is not the key under which this casebook keeps its sellers (put the "
                             "right file back; without it a seller would get a second name)");
    if (check.empty()) {
        if (key.empty()) write_key(file, key = fresh_key());
        Statement(database, "INSERT INTO settings VALUES ('seller_key_check', ?)").run(check_of(key));
    }
    names.key_ = std::move(key);
    return names;
}

std::string Pseudonyms::stored(const std::string& name) const {
    if (name.empty() || (key_.empty() && salt_.empty())) return name;
    detector::Digest digest{};
    if (key_.empty()) {
        digest = detector::sha256(salt_ + '\n' + name);
    } else {
        unsigned size = 0;
        HMAC(EVP_sha256(), key_.data(), static_cast<int>(key_.size()),
             reinterpret_cast<const unsigned char*>(name.data()), name.size(), digest.data(), &size);
    }
    return "seller-" + detector::to_hex(digest).substr(0, shown_digits);
}

}  // namespace casebook
