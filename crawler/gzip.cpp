#include "crawler/gzip.h"

#include <zlib.h>

#include <algorithm>
#include <new>
#include <stdexcept>
#include <utility>

namespace crawler {
namespace {

// zlib counts in 32 bits.
constexpr std::size_t kMostAtOnce = std::size_t{1} << 30;

int window_bits(Compression kind) {
    switch (kind) {
        case Compression::zlib:
            return MAX_WBITS;
        case Compression::raw_deflate:
            return -MAX_WBITS;
        case Compression::automatic:
        case Compression::gzip:
            break;
    }
    return MAX_WBITS + 16;
}

Compression detect(unsigned char first, unsigned char second) {
    if (first == 0x1F && second == 0x8B) return Compression::gzip;
    // RFC 1950, section 2.2: method 8, window at most 32 KiB, and a multiple of 31 as a check.
    if ((first & 0x0F) == 8 && (first >> 4) <= 7 && (first * 256 + second) % 31 == 0) return Compression::zlib;
    return Compression::raw_deflate;
}

// zlib reads through a pointer that its C interface forgot to make const.
Bytef* as_input(const char* bytes) { return reinterpret_cast<Bytef*>(const_cast<char*>(bytes)); }

}  // namespace

struct Inflater::Stream {
    z_stream z{};
    Compression asked;
    Compression kind;   // automatic: not known yet
    bool held = false;  // the first of the two bytes that decide the kind has come
    char first = 0;
    bool ended = false;

    explicit Stream(Compression wanted) : asked(wanted), kind(wanted) {
        if (inflateInit2(&z, window_bits(kind)) != Z_OK) throw std::bad_alloc();
    }
    ~Stream() { inflateEnd(&z); }
    Stream(const Stream&) = delete;
    Stream& operator=(const Stream&) = delete;

    void begin(Compression found) {
        kind = found;
        inflateReset2(&z, window_bits(kind));
    }

    State run(std::string_view input, std::span<char> out, Step& step) {
        const std::size_t in_size = std::min(input.size(), kMostAtOnce), out_size = std::min(out.size(), kMostAtOnce);
        z.next_in = as_input(input.data());
        z.avail_in = static_cast<uInt>(in_size);
        z.next_out = reinterpret_cast<Bytef*>(out.data());
        z.avail_out = static_cast<uInt>(out_size);
        const int code = inflate(&z, Z_NO_FLUSH);
        step.taken += in_size - z.avail_in;
        step.given += out_size - z.avail_out;
        if (code == Z_MEM_ERROR) throw std::bad_alloc();
        if (code == Z_STREAM_END) return State::member_end;
        if (code != Z_OK && code != Z_BUF_ERROR) return State::corrupt;
        return z.avail_out == 0 ? State::full : State::hungry;
    }
};

Inflater::Inflater(Compression kind) : stream_(std::make_unique<Stream>(kind)) {}
Inflater::~Inflater() = default;
Inflater::Inflater(Inflater&&) noexcept = default;
Inflater& Inflater::operator=(Inflater&&) noexcept = default;

Inflater::Step Inflater::step(std::string_view input, std::span<char> out) {
    Step step;
    Stream& s = *stream_;
    if (s.ended) return {State::corrupt, 0, 0};  // asked to go on after the end
    if (out.empty()) return {State::full, 0, 0};
    if (s.kind == Compression::automatic) {
        if (input.empty()) return step;
        if (!s.held && input.size() == 1) {
            s.held = true;
            s.first = input[0];
            return {State::hungry, 1, 0};
        }
        const char first = s.held ? s.first : input[0];
        s.begin(detect(static_cast<unsigned char>(first), static_cast<unsigned char>(input[s.held ? 0 : 1])));
        if (s.held) {
            Step ignored;  // one byte of any of the formats ends nothing and gives nothing
            s.held = false;
            if (s.run({&first, 1}, out, ignored) == State::corrupt) {
                s.ended = true;
                return {State::corrupt, 0, 0};
            }
        }
    }
    // Taking all of a gigabyte's slice is not taking all of the input.
    do {
        step.state = s.run(input.substr(step.taken), out.subspan(step.given), step);
    } while (step.state == State::hungry && step.taken < input.size() && step.given < out.size());
    if (step.state == State::hungry && step.given == out.size()) step.state = State::full;
    if (step.state == State::member_end || step.state == State::corrupt) s.ended = true;
    return step;
}

void Inflater::restart() {
    stream_->ended = stream_->held = false;
    stream_->kind = stream_->asked;
    if (stream_->asked != Compression::automatic) inflateReset2(&stream_->z, window_bits(stream_->asked));
}

std::string_view to_string(InflateEnd end) {
    switch (end) {
        case InflateEnd::complete:
            return "complete";
        case InflateEnd::truncated:
            return "truncated";
        case InflateEnd::corrupt:
            return "corrupt";
        case InflateEnd::too_large:
            return "too large";
    }
    return "";
}

Inflated inflate_all(std::string_view input, std::size_t cap, Compression kind) {
    Inflated result;
    Inflater inflater(kind);
    std::size_t at = 0, start = 0, output_start = 0;
    // One byte past the cap tells a stream that fits exactly from one that does not.
    std::string out;
    std::size_t used = 0;
    for (;;) {
        if (used == out.size())
            out.resize(std::min(cap + 1, std::max({out.size() * 2, std::size_t{16} << 10, input.size()})));
        const auto step = inflater.step(input.substr(at), std::span<char>(out).subspan(used));
        at += step.taken;
        used += step.given;
        if (used > cap) {
            used = cap;
            result.end = InflateEnd::too_large;
            break;
        }
        if (step.state == Inflater::State::full) continue;
        if (step.state != Inflater::State::member_end) {
            result.end = step.state == Inflater::State::hungry ? InflateEnd::truncated : InflateEnd::corrupt;
            break;
        }
        result.members.push_back({start, at - start, output_start, used - output_start});
        start = at;
        output_start = used;
        const std::string_view rest = input.substr(at);
        if (!looks_like_gzip(rest)) {
            if (rest.find_first_not_of('\0') != std::string_view::npos) result.trailing = rest.size();
            break;
        }
        inflater.restart();
    }
    out.resize(used);
    result.bytes = std::move(out);
    return result;
}

struct Deflater::Stream {
    z_stream z{};
    std::string out;

    explicit Stream(int level) {
        const int code = deflateInit2(&z, level, Z_DEFLATED, MAX_WBITS + 16, 8, Z_DEFAULT_STRATEGY);
        if (code == Z_MEM_ERROR) throw std::bad_alloc();
        if (code != Z_OK) throw std::invalid_argument("gzip level " + std::to_string(level) + " is not 1 to 9");
    }
    ~Stream() { deflateEnd(&z); }
    Stream(const Stream&) = delete;
    Stream& operator=(const Stream&) = delete;

    void run(std::string_view input, int flush) {
        char buffer[32 * 1024];
        do {
            const std::size_t size = std::min(input.size(), kMostAtOnce);
            z.next_in = as_input(input.data());
            z.avail_in = static_cast<uInt>(size);
            z.next_out = reinterpret_cast<Bytef*>(buffer);
            z.avail_out = sizeof buffer;
            deflate(&z, size == input.size() ? flush : Z_NO_FLUSH);  // fails only on a state that cannot be here
            input.remove_prefix(size - z.avail_in);
            out.append(buffer, sizeof buffer - z.avail_out);
        } while (z.avail_out == 0 || !input.empty());
    }
};

Deflater::Deflater(int level) : stream_(std::make_unique<Stream>(level)) {}
Deflater::~Deflater() = default;
Deflater::Deflater(Deflater&&) noexcept = default;
Deflater& Deflater::operator=(Deflater&&) noexcept = default;

void Deflater::add(std::string_view bytes) {
    if (!bytes.empty()) stream_->run(bytes, Z_NO_FLUSH);
}

std::string Deflater::finish() {
    stream_->run({}, Z_FINISH);
    deflateReset(&stream_->z);
    return std::exchange(stream_->out, {});
}

std::string gzip_member(std::string_view bytes, int level) {
    Deflater deflater(level);
    deflater.add(bytes);
    return deflater.finish();
}

bool looks_like_gzip(std::string_view bytes) {
    return bytes.size() >= 4 && bytes[0] == '\x1F' && bytes[1] == '\x8B' && bytes[2] == 8 &&
           (static_cast<unsigned char>(bytes[3]) & 0xE0) == 0;
}

}  // namespace crawler
