// The elements of a JSON array in a file, one at a time, however long the array: `[...]` itself, or the array under
// `member` of an object. Elements come as text for a parser; memory is bounded by the longest element. An element
// nested too deeply or too long is `bad` and passed over. Any bytes are accepted; the input is read once, forwards.
//
// A file that ends inside the array throws detector::DataError: half a download must not pass for a list.
#pragma once

#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>

namespace tools::lists {

class JsonElements {
  public:
    static constexpr std::size_t longest_element = std::size_t{16} << 20;
    static constexpr int deepest = 64;

    // `member` empty: the top-level value is the array. Throws std::system_error, detector::DataError when there is
    // no such array.
    JsonElements(const std::filesystem::path& path, const std::string& member);

    enum class Result : std::uint8_t { element, bad, end };
    Result next(std::string& element);

    std::uint64_t line() const { return element_line_; }  // where the element began
    const std::string& error() const { return error_; }

  private:
    int get();
    int skip_space();
    void skip_string();
    void find_array(const std::string& member);
    [[noreturn]] void ended() const;

    struct Closer {
        void operator()(std::FILE* file) const { std::fclose(file); }
    };
    std::unique_ptr<std::FILE, Closer> file_;
    std::filesystem::path path_;
    std::string buffer_;
    std::size_t at_ = 0;
    int ahead_ = -2;  // a byte given back; -2: none
    std::uint64_t line_ = 1, element_line_ = 0;
    std::string error_;
};

}  // namespace tools::lists
