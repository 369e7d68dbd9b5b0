#include "crawler/extract/tokens.h"

#include <cstring>

#include "crawler/extract/text.h"

namespace crawler {
namespace {

const char* find(const char* from, const char* end, char c) {
    const void* hit = from < end ? std::memchr(from, c, static_cast<std::size_t>(end - from)) : nullptr;
    return hit ? static_cast<const char*>(hit) : end;
}

const char* find(const char* from, const char* end, std::string_view what) {
    const std::string_view rest(from, static_cast<std::size_t>(end - from));
    const auto at = rest.find(what);
    return at == std::string_view::npos ? end : from + at;
}

// One attribute at `at` (13.2.5.32 to 13.2.5.39). Returns false at '>' or the end, leaving `at` there.
bool read_attribute(const char*& at, const char* end, std::string_view* name, std::string_view* value) {
    while (at < end && (is_space(*at) || *at == '/')) ++at;
    if (at >= end || *at == '>') return false;
    const char* begin = at;
    if (*at == '=') ++at;  // a leading '=' is part of the name
    while (at < end && !is_space(*at) && *at != '/' && *at != '>' && *at != '=') ++at;
    if (name) *name = {begin, static_cast<std::size_t>(at - begin)};
    if (value) *value = {};
    const char* after = at;
    while (after < end && is_space(*after)) ++after;
    if (after >= end || *after != '=') return true;
    at = after + 1;
    while (at < end && is_space(*at)) ++at;
    if (at >= end || *at == '>') return true;
    if (*at == '"' || *at == '\'') {
        const char quote = *at++;
        const char* close = find(at, end, quote);
        if (value) *value = {at, static_cast<std::size_t>(close - at)};
        at = close < end ? close + 1 : end;
    } else {
        begin = at;
        while (at < end && !is_space(*at) && *at != '>') ++at;
        if (value) *value = {begin, static_cast<std::size_t>(at - begin)};
    }
    return true;
}

}  // namespace

bool Tokens::next(Token& token) {
    if (at_ >= end_) return false;
    if (raw_ != Tag::other) {
        read_raw_text(token);
        if (!token.text.empty()) return true;
        if (at_ >= end_) return false;
    }
    if (*at_ == '<' && read_markup(token)) return true;
    // Text runs to the next '<' that begins markup.
    const char* begin = at_;
    const char* stop = at_ + 1;
    while ((stop = find(stop, end_, '<')) < end_) {
        const char following = stop + 1 < end_ ? stop[1] : '\0';
        if (is_ascii_letter(following) || following == '/' || following == '!' || following == '?') break;
        ++stop;
    }
    token = {TokenKind::text, Tag::other, false, {}, {begin, static_cast<std::size_t>(stop - begin)}};
    at_ = stop;
    return true;
}

bool Tokens::read_markup(Token& token) {
    const char* at = at_ + 1;
    if (at >= end_) return false;
    if (*at == '!' || *at == '?' || (*at == '/' && at + 1 < end_ && !is_ascii_letter(at[1]))) {
        const char* stop;
        if (end_ - at >= 3 && at[0] == '!' && at[1] == '-' && at[2] == '-') {
            const char* body = at + 3;
            if (body < end_ && *body == '>')
                stop = body;
            else if (end_ - body >= 2 && body[0] == '-' && body[1] == '>')
                stop = body + 1;
            else {
                stop = body;
                while ((stop = find(stop, end_, "--")) < end_) {
                    const char* after = stop + 2;
                    if (after < end_ && *after == '>') {
                        stop = after;
                        break;
                    }
                    if (after + 1 < end_ && *after == '!' && after[1] == '>') {
                        stop = after + 1;
                        break;
                    }
                    ++stop;
                }
            }
        } else {
            stop = find(at, end_, '>');
        }
        token = {TokenKind::comment, Tag::other, false, {}, {at, static_cast<std::size_t>(stop - at)}};
        at_ = stop < end_ ? stop + 1 : end_;
        return true;
    }
    const bool closing = *at == '/';
    if (closing) ++at;
    if (at >= end_ || !is_ascii_letter(*at)) return false;
    const char* begin = at;
    while (at < end_ && !is_space(*at) && *at != '/' && *at != '>') ++at;
    token.name = {begin, static_cast<std::size_t>(at - begin)};
    token.tag = tag_of(token.name);
    token.kind = closing ? TokenKind::end_tag : TokenKind::start_tag;
    begin = at;
    while (read_attribute(at, end_, nullptr, nullptr)) {
    }
    token.text = {begin, static_cast<std::size_t>(at - begin)};
    token.self_closing = !token.text.empty() && token.text.back() == '/';
    at_ = at < end_ ? at + 1 : end_;
    if (at >= end_) {  // a tag the input ends in is dropped
        token = {TokenKind::comment, Tag::other, false, {}, {}};
        return true;
    }
    if (!closing && is_raw_text(token.tag)) {
        raw_ = token.tag;
        raw_name_ = token.name;
    }
    return true;
}

void Tokens::read_raw_text(Token& token) {
    const char* begin = at_;
    const char* stop = at_;
    // In a script, "<!--" followed by "<script" hides the next "</script" until "-->" (13.2.5.20 ff).
    const char* escape_end = at_;
    bool double_escaped = false;
    while ((stop = find(stop, end_, '<')) < end_) {
        const std::string_view rest(stop, static_cast<std::size_t>(end_ - stop));
        const auto ends_name = [&](std::size_t at) {
            return rest.size() > at && (is_space(rest[at]) || rest[at] == '/' || rest[at] == '>');
        };
        if (stop >= escape_end) double_escaped = false;
        if (rest.size() > 1 && rest[1] == '/' && equals_ignoring_case(rest.substr(2, raw_name_.size()), raw_name_) &&
            ends_name(2 + raw_name_.size())) {
            if (!double_escaped) break;
            double_escaped = false;
        } else if (raw_ == Tag::script) {
            if (rest.substr(0, 4) == "<!--" && stop >= escape_end)
                escape_end = find(stop + 2, end_, "-->");
            else if (stop < escape_end && equals_ignoring_case(rest.substr(1, 6), "script") && ends_name(7))
                double_escaped = true;
        }
        ++stop;
    }
    token = {TokenKind::raw_text, raw_, false, raw_name_, {begin, static_cast<std::size_t>(stop - begin)}};
    at_ = stop;
    raw_ = Tag::other;
}

bool Attributes::next() { return read_attribute(at_, end_, &name_, &value_); }

}  // namespace crawler
