// HTML that is escaped by construction: the only text that passes as markup is a literal of ours, known when the
// program is compiled; every value put into one is escaped, whatever it holds.
//
//   Html page;
//   page.add("<a href=\"/advert/{}\" dir=\"auto\">{}</a>", id, title);   // both escaped
//   page.add("<p>{}</p>", other_html);                                   // an Html goes in as it is
//
// A value may stand between tags or in an attribute in double quotes, nowhere else (never in a script, a style or an
// unquoted attribute). An address found in an advert is text, never an href.
#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>

namespace tools::review {

class Html;

// A literal with as many {} as there are values; checked by the compiler.
template <typename... Values>
struct Pattern {
    std::string_view text;
    consteval Pattern(const char* literal) : text(literal) {  // implicit: literals only
        std::size_t holes = 0;
        for (std::size_t i = 0; i + 1 < text.size(); ++i) holes += text[i] == '{' && text[i + 1] == '}';
        if (holes != sizeof...(Values)) throw "as many {} as values";
    }
};

class Html {
  public:
    Html() = default;

    template <typename... Values>
    Html& add(Pattern<std::type_identity_t<Values>...> pattern, const Values&... values) {
        std::string_view rest = pattern.text;
        ((rest = up_to_hole(rest), put(values)), ...);
        bytes_ += rest;
        return *this;
    }

    // Markup that was escaped where it was made: the charts that reports and desk share, and nothing else.
    static Html of_report(std::string markup) {
        Html made;
        made.bytes_ = std::move(markup);
        return made;
    }

    bool empty() const { return bytes_.empty(); }
    const std::string& str() const& { return bytes_; }
    std::string str() && { return std::move(bytes_); }

  private:
    std::string_view up_to_hole(std::string_view rest);
    void put(std::string_view text);
    void put(const Html& part) { bytes_ += part.bytes_; }
    template <std::integral Number>
    requires(!std::same_as<Number, char> && !std::same_as<Number, bool>) void put(Number number) {
        bytes_ += std::to_string(number);
    }

    std::string bytes_;
};

template <typename... Values>
Html html(Pattern<std::type_identity_t<Values>...> pattern, const Values&... values) {
    Html made;
    made.add<Values...>(pattern, values...);
    return made;
}

}  // namespace tools::review
