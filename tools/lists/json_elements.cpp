#include "tools/lists/json_elements.h"

#include <cerrno>
#include <system_error>
#include <utility>

#include "detector/error.h"

namespace tools::lists {

JsonElements::JsonElements(const std::filesystem::path& path, const std::string& member)
    : file_(std::fopen(path.c_str(), "rb")), path_(path) {
    if (!file_) throw std::system_error(errno, std::generic_category(), path.string());
    find_array(member);
}

int JsonElements::get() {
    if (ahead_ != -2) return std::exchange(ahead_, -2);
    if (at_ >= buffer_.size()) {
        buffer_.resize(std::size_t{1} << 16);
        buffer_.resize(std::fread(buffer_.data(), 1, buffer_.size(), file_.get()));
        if (buffer_.empty() && std::ferror(file_.get()))
            throw std::system_error(errno, std::generic_category(), path_.string());
        at_ = 0;
        if (buffer_.empty()) return EOF;
    }
    const char c = buffer_[at_++];
    if (c == '\n') ++line_;
    return static_cast<unsigned char>(c);
}

void JsonElements::ended() const {
    throw detector::DataError(path_.string(), line_, "the file ends inside the array",
                              "the download is incomplete: fetch it again");
}

int JsonElements::skip_space() {
    for (;;) {
        const int c = get();
        if (c != ' ' && c != '\n' && c != '\r' && c != '\t') return c;
    }
}

// Behind the closing quote of a string whose opening quote is read.
void JsonElements::skip_string() {
    for (int c = get(); c != '"'; c = get()) {
        if (c == EOF) ended();
        if (c == '\\') get();
    }
}

void JsonElements::find_array(const std::string& member) {
    const auto none = [&] {
        throw detector::DataError(path_.string(), line_,
                                  "no array" + (member.empty() ? "" : " '" + member + "'") + " in it",
                                  "expected the JSON download of the Checklist or pages of the Species+ API");
    };
    int c = get();
    if (c == 0xEF) {  // a byte order mark
        get();
        get();
        c = get();
    }
    while (c == ' ' || c == '\n' || c == '\r' || c == '\t') c = get();
    if (member.empty()) {
        if (c != '[') none();
        return;
    }
    if (c != '{') none();
    // Members of the top-level object: only those at depth 1 are names to compare.
    int depth = 1;
    std::string name;
    while (depth > 0) {
        c = skip_space();
        if (c == EOF) none();
        if (c == '{' || c == '[') ++depth;
        if (c == '}' || c == ']') --depth;
        if (c != '"') continue;
        if (depth > 1) {
            skip_string();
            continue;
        }
        name.clear();
        for (c = get(); c != '"'; c = get()) {
            if (c == EOF) none();
            if (c == '\\') c = get();
            if (name.size() <= member.size()) name += static_cast<char>(c);
        }
        if (name != member) continue;
        if ((c = skip_space()) != ':') {
            ahead_ = c;  // it was a value
            continue;
        }
        if ((c = skip_space()) == '[') return;
        ahead_ = c;
    }
    none();
}

JsonElements::Result JsonElements::next(std::string& element) {
    element.clear();
    error_.clear();
    int c = skip_space();
    while (c == ',') c = skip_space();
    if (c == EOF) ended();
    element_line_ = line_;
    if (c == ']') return Result::end;
    int depth = 0;
    bool in_string = false;
    bool too_long = false, too_deep = false;
    for (;; c = get()) {
        if (c == EOF) ended();
        if (!in_string && depth == 0 && (c == ',' || c == ']')) {
            if (c == ']') ahead_ = c;
            break;
        }
        too_long |= element.size() >= longest_element;
        if (!too_long) element += static_cast<char>(c);
        if (in_string) {
            if (c == '\\') {
                if (const int escaped = get(); escaped == EOF)
                    ended();
                else if (!too_long)
                    element += static_cast<char>(escaped);
            } else if (c == '"') {
                in_string = false;
            }
        } else if (c == '"') {
            in_string = true;
        } else if (c == '{' || c == '[') {
            too_deep |= ++depth > deepest;
        } else if (c == '}' || c == ']') {
            --depth;
        }
    }
    if (!too_long && !too_deep) return Result::element;
    error_ = too_long ? "an element longer than 16 MB" : "an element nested too deeply";
    element.clear();
    return Result::bad;
}

}  // namespace tools::lists
