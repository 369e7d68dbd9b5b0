// A selector as it was read: what selector_parser.cpp builds and selector.cpp tests elements against.
#pragma once

#include <algorithm>
#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "crawler/extract/selector.h"

namespace crawler {

struct Selector::Compiled {
    enum class Test : unsigned char {
        type,
        id,
        class_name,
        has_attribute,
        equals,
        includes,
        dash,
        prefix,
        suffix,
        substring,
        nth_child,
        nth_last_child,
        nth_of_type,
        nth_last_of_type,
        empty,
        root,
        not_any,
        is_any,
        has,
        has_text
    };
    enum class Combinator : unsigned char { none, descendant, child, next, later };

    struct Simple {
        Test test = Test::type;
        bool ignore_case = false;
        std::string name, value;
        int a = 0, b = 0;  // an+b
        std::shared_ptr<const Compiled> inner;
    };
    struct Compound {
        std::vector<Simple> tests;
        Combinator before = Combinator::none;  // how it hangs on the compound to its left
    };
    using Complex = std::vector<Compound>;
    std::vector<Complex> any;

    static bool fits(const Tree& tree, NodeId id, const Simple& simple);
    static bool fits(const Tree& tree, NodeId id, const Compound& compound) {
        return std::all_of(compound.tests.begin(), compound.tests.end(),
                           [&](const Simple& simple) { return fits(tree, id, simple); });
    }
    // `scope`: for :has(), where a leading combinator starts from.
    static bool fits(const Tree& tree, NodeId id, const Complex& complex, std::size_t last, NodeId scope);
    bool fits(const Tree& tree, NodeId id, NodeId scope = kNoNode) const {
        return std::any_of(any.begin(), any.end(),
                           [&](const Complex& complex) { return fits(tree, id, complex, complex.size() - 1, scope); });
    }
};

}  // namespace crawler
