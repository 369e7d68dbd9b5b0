// Lines of a file or of standard input, however long the input: memory is bounded by the longest line allowed.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>

namespace tools {

class LineReader {
  public:
    // Longest line kept. Longer ones are reported by next() as `too_long` and passed over.
    static constexpr std::size_t max_line = std::size_t{32} << 20;

    // Opens `path`, or standard input for "-". Throws std::system_error naming the file.
    explicit LineReader(const std::filesystem::path& path);

    enum class Result : std::uint8_t { line, too_long, end };
    // The next line without its line break (LF or CR LF); a UTF-8 BOM at the start of the input is dropped.
    Result next(std::string& line);

    // Gives `text` (whole lines, each ended by LF) back to be read again before the rest of the input; `lines` is how
    // many of the lines read so far it holds.
    void push_back(std::string text, std::uint64_t lines);

    std::uint64_t line_number() const { return line_number_; }  // of the line next() gave last, from 1
    std::uint64_t bytes_read() const { return bytes_read_; }

  private:
    bool fill();

    struct Closer {
        void operator()(std::FILE* file) const {
            if (file != stdin) std::fclose(file);
        }
    };
    std::unique_ptr<std::FILE, Closer> file_;
    std::string name_;
    std::string buffer_;
    std::size_t at_ = 0;
    std::uint64_t line_number_ = 0;
    std::uint64_t bytes_read_ = 0;
};

}  // namespace tools
