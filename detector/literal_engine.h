// Hyperscan behind a small door: many literals in, (literal, end) proposals out. The only .cpp with <hs/hs.h>.
//
// LiteralEngine: immutable, shared by threads. LiteralScratch: one per thread. Every Hyperscan return code is checked;
// a failure throws EngineError. Literals are compiled with hs_compile_multi as \xNN escapes: hs_compile_lit_multi of
// 5.4.0 can fail at scan time (intel/hyperscan issues 303 and 353). No \b and no start-of-match: both make the database
// ten times larger and slower; boundaries are the caller's business.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>

namespace detector {

class LiteralScratch;

class LiteralEngine {
  public:
    struct Literal {
        std::string_view text;
        std::uint32_t number = 0;  // what the sink is told
    };

    // Compiles, which takes a second for ten thousand. Of no literals none is ever found.
    explicit LiteralEngine(std::span<const Literal> literals);
    // From serialised(); throws EngineError when the bytes are of another version or processor.
    explicit LiteralEngine(std::span<const char> serialised);
    ~LiteralEngine();
    LiteralEngine(LiteralEngine&&) noexcept;
    LiteralEngine& operator=(LiteralEngine&&) noexcept;

    std::string serialised() const;
    LiteralScratch make_scratch() const;

    // Calls sink(literal, end offset) for every occurrence, ends ascending; the sink returns false to stop the scan.
    template <typename Sink>
    void scan(std::string_view text, LiteralScratch& scratch, Sink&& sink) const {
        scan_with(text, scratch, &call<std::remove_reference_t<Sink>>, &sink);
    }

    // What a serialised database depends on beside the literals: library version and processor features.
    static std::string environment();

  private:
    using Callback = bool (*)(void* context, std::uint32_t literal, std::uint32_t end);
    template <typename Sink>
    static bool call(void* context, std::uint32_t literal, std::uint32_t end) {
        return (*static_cast<Sink*>(context))(literal, end);
    }
    void scan_with(std::string_view text, LiteralScratch& scratch, Callback callback, void* context) const;

    struct Database;
    std::unique_ptr<Database> database_;
};

class LiteralScratch {
  public:
    ~LiteralScratch();
    LiteralScratch(LiteralScratch&&) noexcept;
    LiteralScratch& operator=(LiteralScratch&&) noexcept;

  private:
    friend class LiteralEngine;
    struct Memory;
    explicit LiteralScratch(std::unique_ptr<Memory> memory);
    std::unique_ptr<Memory> memory_;
};

}  // namespace detector
