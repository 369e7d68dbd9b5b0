#include "detector/literal_engine.h"

#include <hs/hs.h>

#include <cstdlib>
#include <vector>

#include "detector/error.h"

namespace detector {

namespace {

// What hs_scan's callback needs to reach the caller's sink.
struct ScanContext {
    bool (*callback)(void*, std::uint32_t, std::uint32_t);
    void* context;
};

int on_match(unsigned int id, unsigned long long, unsigned long long to, unsigned int, void* context) {
    const auto* scan = static_cast<const ScanContext*>(context);
    return scan->callback(scan->context, id, static_cast<std::uint32_t>(to)) ? 0 : 1;
}

void check(hs_error_t error, const char* what) {
    if (error != HS_SUCCESS)
        throw EngineError(std::string("Hyperscan cannot ") + what + " (error " + std::to_string(error) + ")");
}

std::string escaped(std::string_view literal) {
    static constexpr char digits[] = "0123456789abcdef";
    std::string out;
    out.reserve(literal.size() * 4);
    for (char c : literal) {
        const auto byte = static_cast<unsigned char>(c);
        out += {'\\', 'x', digits[byte >> 4], digits[byte & 15]};
    }
    return out;
}

}  // namespace

struct LiteralEngine::Database {
    hs_database_t* handle = nullptr;
    ~Database() { hs_free_database(handle); }
};

struct LiteralScratch::Memory {
    hs_scratch_t* handle = nullptr;
    ~Memory() { hs_free_scratch(handle); }
};

LiteralEngine::LiteralEngine(std::span<const Literal> literals) : database_(std::make_unique<Database>()) {
    if (literals.empty()) return;
    std::vector<std::string> patterns;
    patterns.reserve(literals.size());
    for (const Literal& literal : literals) patterns.push_back(escaped(literal.text));
    std::vector<const char*> expressions;
    std::vector<unsigned int> flags(literals.size(), 0), ids(literals.size());
    for (std::size_t i = 0; i < patterns.size(); ++i) {
        expressions.push_back(patterns[i].c_str());
        ids[i] = literals[i].number;
    }
    hs_compile_error_t* error = nullptr;
    if (hs_compile_multi(expressions.data(), flags.data(), ids.data(), static_cast<unsigned int>(expressions.size()),
                         HS_MODE_BLOCK, nullptr, &database_->handle, &error) != HS_SUCCESS) {
        const std::string message = error ? error->message : "no reason given";
        hs_free_compile_error(error);
        throw EngineError("Hyperscan cannot compile the species lists: " + message);
    }
}

LiteralEngine::LiteralEngine(std::span<const char> serialised) : database_(std::make_unique<Database>()) {
    if (serialised.empty()) return;
    check(hs_deserialize_database(serialised.data(), serialised.size(), &database_->handle), "read its database");
}

LiteralEngine::~LiteralEngine() = default;
LiteralEngine::LiteralEngine(LiteralEngine&&) noexcept = default;
LiteralEngine& LiteralEngine::operator=(LiteralEngine&&) noexcept = default;

std::string LiteralEngine::serialised() const {
    if (!database_->handle) return {};
    char* bytes = nullptr;
    std::size_t size = 0;
    check(hs_serialize_database(database_->handle, &bytes, &size), "serialise its database");
    const std::unique_ptr<char, void (*)(void*)> owner(bytes, std::free);
    return {bytes, size};
}

LiteralScratch LiteralEngine::make_scratch() const {
    auto memory = std::make_unique<LiteralScratch::Memory>();
    if (database_->handle) check(hs_alloc_scratch(database_->handle, &memory->handle), "allocate scratch");
    return LiteralScratch(std::move(memory));
}

void LiteralEngine::scan_with(std::string_view text, LiteralScratch& scratch, Callback callback, void* context) const {
    if (!database_->handle) return;
    ScanContext scan{callback, context};
    const hs_error_t error = hs_scan(database_->handle, text.data(), static_cast<unsigned int>(text.size()), 0,
                                     scratch.memory_->handle, on_match, &scan);
    if (error != HS_SCAN_TERMINATED) check(error, "scan a text");
}

std::string LiteralEngine::environment() {
    hs_platform_info_t platform{};
    check(hs_populate_platform(&platform), "tell the processor");
    return std::string(hs_version()) + " tune " + std::to_string(platform.tune) + " features " +
           std::to_string(platform.cpu_features);
}

LiteralScratch::LiteralScratch(std::unique_ptr<Memory> memory) : memory_(std::move(memory)) {}
LiteralScratch::~LiteralScratch() = default;
LiteralScratch::LiteralScratch(LiteralScratch&&) noexcept = default;
LiteralScratch& LiteralScratch::operator=(LiteralScratch&&) noexcept = default;

}  // namespace detector
