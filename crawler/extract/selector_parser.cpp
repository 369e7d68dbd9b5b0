#include "crawler/extract/selector_parts.h"
#include "crawler/extract/text.h"

namespace crawler {
namespace {

constexpr int kMaxNesting = 8;          // of :not(), :is() and :has()
constexpr std::size_t kMaxParts = 200;  // compounds of one selector

}  // namespace

class SelectorParser {
  public:
    using Compiled = Selector::Compiled;
    using Test = Compiled::Test;
    using Combinator = Compiled::Combinator;

    SelectorParser(std::string_view text, std::string& error) : text_(text), error_(error) {}

    std::shared_ptr<const Compiled> read_all() {
        auto list = read_list(0, false);
        if (list && at_ < text_.size()) return fail("unexpected '" + std::string(1, text_[at_]) + "'"), nullptr;
        return list;
    }

  private:
    void fail(const std::string& problem) {
        if (error_.empty()) error_ = problem + " at character " + std::to_string(at_ + 1);
    }
    void skip_blanks() {
        while (at_ < text_.size() && is_space(text_[at_])) ++at_;
    }
    bool take(char c) {
        if (at_ >= text_.size() || text_[at_] != c) return false;
        ++at_;
        return true;
    }

    std::shared_ptr<Compiled> read_list(int depth, bool relative) {
        if (depth > kMaxNesting) return fail("nested too deeply"), nullptr;
        auto list = std::make_shared<Compiled>();
        do {
            Compiled::Complex complex;
            skip_blanks();
            Combinator before = Combinator::none;
            if (relative && at_ < text_.size() && std::string_view(">+~").find(text_[at_]) != std::string_view::npos)
                before = read_combinator();
            for (;;) {
                Compiled::Compound compound;
                compound.before = before;
                if (!read_compound(compound, depth)) return nullptr;
                complex.push_back(std::move(compound));
                if (++parts_ > kMaxParts) return fail("too long"), nullptr;
                const bool blank = at_ < text_.size() && is_space(text_[at_]);
                skip_blanks();
                if (at_ >= text_.size() || text_[at_] == ',' || text_[at_] == ')') break;
                if (std::string_view(">+~").find(text_[at_]) != std::string_view::npos)
                    before = read_combinator();
                else if (blank)
                    before = Combinator::descendant;
                else
                    return fail("unexpected '" + std::string(1, text_[at_]) + "'"), nullptr;
            }
            list->any.push_back(std::move(complex));
        } while (take(','));
        return list;
    }

    Combinator read_combinator() {
        const char c = text_[at_++];
        skip_blanks();
        return c == '>' ? Combinator::child : c == '+' ? Combinator::next : Combinator::later;
    }

    std::string read_name() {
        std::string name;
        while (at_ < text_.size()) {
            const char c = text_[at_];
            if (c == '\\' && at_ + 1 < text_.size()) {
                name += text_[at_ + 1];
                at_ += 2;
            } else if (is_ascii_letter(c) || is_digit(c) || c == '-' || c == '_' ||
                       static_cast<unsigned char>(c) >= 0x80) {
                name += c;
                ++at_;
            } else {
                break;
            }
        }
        if (name.empty()) fail("a name is missing");
        return name;
    }

    bool read_string(std::string& out) {
        if (at_ < text_.size() && (text_[at_] == '"' || text_[at_] == '\'')) {
            const char quote = text_[at_++];
            while (at_ < text_.size() && text_[at_] != quote) {
                if (text_[at_] == '\\' && at_ + 1 < text_.size()) ++at_;
                out += text_[at_++];
            }
            if (!take(quote)) return fail("a quote is not closed"), false;
            return true;
        }
        out = read_name();
        return !out.empty();
    }

    bool read_compound(Compiled::Compound& compound, int depth) {
        const std::size_t begin = at_;
        if (at_ < text_.size() && text_[at_] == '*') {
            ++at_;
            compound.tests.push_back({Test::type, false, "*", {}, 0, 0, nullptr});
        } else if (at_ < text_.size() && (is_ascii_letter(text_[at_]) || text_[at_] == '_')) {
            compound.tests.push_back({Test::type, false, ascii_lowered(read_name()), {}, 0, 0, nullptr});
        }
        while (at_ < text_.size()) {
            Compiled::Simple simple;
            if (take('#')) {
                simple.test = Test::id;
                simple.value = read_name();
            } else if (take('.')) {
                simple.test = Test::class_name;
                simple.value = read_name();
            } else if (take('[')) {
                if (!read_attribute(simple)) return false;
            } else if (take(':')) {
                if (!read_pseudo(simple, depth)) return false;
            } else {
                break;
            }
            if (!error_.empty()) return false;
            compound.tests.push_back(std::move(simple));
        }
        if (at_ == begin) return fail("a selector is missing"), false;
        return error_.empty();
    }

    bool read_attribute(Compiled::Simple& simple) {
        skip_blanks();
        simple.name = ascii_lowered(read_name());
        skip_blanks();
        simple.test = Test::has_attribute;
        if (take(']')) return error_.empty();
        static constexpr std::pair<char, Test> kOperators[] = {
            {'~', Test::includes}, {'|', Test::dash}, {'^', Test::prefix}, {'$', Test::suffix}, {'*', Test::substring}};
        simple.test = Test::equals;
        for (const auto& [mark, test] : kOperators)
            if (take(mark)) {
                simple.test = test;
                break;
            }
        if (!take('=')) return fail("'=' is missing"), false;
        skip_blanks();
        if (!read_string(simple.value)) return false;
        skip_blanks();
        if (take('i') || take('I')) simple.ignore_case = true;
        skip_blanks();
        if (!take(']')) return fail("']' is missing"), false;
        return true;
    }

    // "odd", "even", "3", "2n+1", "-n+3"
    bool read_nth(Compiled::Simple& simple) {
        skip_blanks();
        const auto close = text_.find(')', at_);
        if (close == std::string_view::npos) return fail("')' is missing"), false;
        std::string formula;
        for (char c : text_.substr(at_, close - at_))
            if (!is_space(c)) formula += ascii_lower(c);
        if (formula == "odd") formula = "2n+1";
        if (formula == "even") formula = "2n";
        const auto number = [](std::string_view digits, int& out) {
            bool negative = false;
            if (!digits.empty() && (digits[0] == '+' || digits[0] == '-')) {
                negative = digits[0] == '-';
                digits.remove_prefix(1);
            }
            if (digits.empty() || digits.size() > 6) return false;
            out = 0;
            for (char c : digits) {
                if (!is_digit(c)) return false;
                out = out * 10 + (c - '0');
            }
            if (negative) out = -out;
            return true;
        };
        const auto n = formula.find('n');
        bool good;
        if (n == std::string::npos) {
            good = number(formula, simple.b);
        } else {
            const std::string left = formula.substr(0, n), right = formula.substr(n + 1);
            simple.a = left == "-" ? -1 : 1;
            good = (left.empty() || left == "-" || left == "+" || number(left, simple.a)) &&
                   (right.empty() || number(right, simple.b));
        }
        if (!good) return fail("'" + formula + "' is no position"), false;
        at_ = close + 1;
        return true;
    }

    bool read_pseudo(Compiled::Simple& simple, int depth) {
        const std::string name = ascii_lowered(read_name());
        const auto fixed = [&](Test test) {
            simple.test = test;
            simple.b = 1;
            return true;
        };
        if (name == "first-child") return fixed(Test::nth_child);
        if (name == "last-child") return fixed(Test::nth_last_child);
        if (name == "first-of-type") return fixed(Test::nth_of_type);
        if (name == "last-of-type") return fixed(Test::nth_last_of_type);
        if (name == "empty") return fixed(Test::empty);
        if (name == "root") return fixed(Test::root);
        if (name == "only-child") {  // :is() of nothing else says it: first and last at once
            auto both = std::make_shared<Compiled>();
            Compiled::Compound compound;
            compound.tests.push_back({Test::nth_child, false, {}, {}, 0, 1, nullptr});
            compound.tests.push_back({Test::nth_last_child, false, {}, {}, 0, 1, nullptr});
            both->any.push_back({std::move(compound)});
            simple.test = Test::is_any;
            simple.inner = std::move(both);
            return true;
        }
        if (!take('(')) return fail("':" + name + "' is not known or lacks its arguments"), false;
        static constexpr std::pair<std::string_view, Test> kNth[] = {{"nth-child", Test::nth_child},
                                                                     {"nth-last-child", Test::nth_last_child},
                                                                     {"nth-of-type", Test::nth_of_type},
                                                                     {"nth-last-of-type", Test::nth_last_of_type}};
        for (const auto& [known, test] : kNth)
            if (name == known) {
                simple.test = test;
                return read_nth(simple);
            }
        if (name == "has-text" || name == "contains") {
            simple.test = Test::has_text;
            skip_blanks();
            std::string words;
            if (!read_string(words)) return false;
            simple.value = lowered(words);
        } else if (name == "not" || name == "is" || name == "where" || name == "matches" || name == "has") {
            simple.test = name == "not" ? Test::not_any : name == "has" ? Test::has : Test::is_any;
            simple.inner = read_list(depth + 1, name == "has");
            if (!simple.inner) return false;
        } else {
            return fail("':" + name + "()' is not known"), false;
        }
        skip_blanks();
        if (!take(')')) return fail("')' is missing"), false;
        return true;
    }

    std::string_view text_;
    std::string& error_;
    std::size_t at_ = 0;
    std::size_t parts_ = 0;
};

std::optional<Selector> Selector::parse(std::string_view text, std::string& error) {
    error.clear();
    Selector selector;
    selector.text_ = std::string(trimmed(text));
    selector.compiled_ = SelectorParser(selector.text_, error).read_all();
    if (!selector.compiled_ || !error.empty()) return std::nullopt;
    return selector;
}

}  // namespace crawler
