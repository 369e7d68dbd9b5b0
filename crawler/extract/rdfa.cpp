// RDFa Lite 1.1 (W3C) with `about` and `content`: vocab, typeof, property, resource, prefix; no rel/rev chaining.
//
// Walks the tree once with a stack of contexts. Subjects are collected flat and nested at the end where a property
// points at a blank node, so that the three syntaxes read alike.
#include <unordered_map>

#include "crawler/extract/structured.h"
#include "crawler/extract/text.h"

namespace crawler {
namespace {

using Prefixes = std::vector<std::pair<std::string, std::string>>;

struct Context {
    NodeId end = 0;
    std::size_t subject = 0;  // index into subjects
    std::string vocab;
    std::size_t prefixes = 0;  // how many of the prefixes seen so far are in scope
};

struct Subject {
    std::string iri;  // empty: blank node
    std::vector<std::string> types;
    struct Property {
        std::string name;
        std::string text;
        std::size_t subject = 0;
        bool is_reference = false;
    };
    std::vector<Property> properties;
    NodeId node = kNoNode;
    bool referred = false;
    int depth = 0;
};

constexpr int kMaxNesting = 24;

constexpr std::pair<std::string_view, std::string_view> kInitialContext[] = {
    {"og", "http://ogp.me/ns#"},
    {"schema", "http://schema.org/"},
    {"dc", "http://purl.org/dc/terms/"},
    {"dcterms", "http://purl.org/dc/terms/"},
    {"foaf", "http://xmlns.com/foaf/0.1/"},
    {"gr", "http://purl.org/goodrelations/v1#"},
    {"v", "http://rdf.data-vocabulary.org/#"},
    {"product", "http://ogp.me/ns/product#"},
    {"article", "http://ogp.me/ns/article#"},
    {"rdfs", "http://www.w3.org/2000/01/rdf-schema#"},
    {"xsd", "http://www.w3.org/2001/XMLSchema#"},
    {"cc", "http://creativecommons.org/ns#"},
    {"skos", "http://www.w3.org/2004/02/skos/core#"},
    {"sioc", "http://rdfs.org/sioc/ns#"},
    {"rdf", "http://www.w3.org/1999/02/22-rdf-syntax-ns#"},
};

std::string expanded(std::string_view term, const Context& context, const Prefixes& prefixes) {
    const auto colon = term.find(':');
    if (colon == std::string_view::npos)
        return context.vocab.empty() ? std::string() : context.vocab + std::string(term);
    if (term.substr(colon, 3) == "://") return std::string(term);
    const std::string prefix = ascii_lowered(term.substr(0, colon));
    for (std::size_t i = context.prefixes; i-- > 0;)
        if (prefixes[i].first == prefix) return prefixes[i].second + std::string(term.substr(colon + 1));
    for (const auto& [known, iri] : kInitialContext)
        if (known == prefix) return std::string(iri) + std::string(term.substr(colon + 1));
    return std::string(term);
}

}  // namespace

void read_rdfa(const Tree& tree, const BaseUrl& base, std::vector<Item>& items) {
    std::vector<Subject> subjects(1);
    subjects[0].iri = base.text();
    std::unordered_map<std::string, std::size_t> named{{base.text(), 0}};
    Prefixes prefixes;
    std::vector<Context> open{{static_cast<NodeId>(tree.size()), 0, {}, 0}};
    std::size_t properties = 0;
    bool any = false;

    const auto subject_named = [&](std::string_view reference, NodeId node, int depth) {
        std::string iri = reference.substr(0, 2) == "_:" ? std::string(reference) : base.resolve(reference);
        if (const auto hash = reference.find('#');
            hash != std::string_view::npos && reference.substr(0, 2) != "_:" && iri.find('#') == std::string::npos)
            iri += reference.substr(hash);
        if (iri.empty()) iri = reference;
        const auto [at, added] = named.emplace(iri, subjects.size());
        if (added) {
            Subject& subject = subjects.emplace_back();
            subject.iri = iri;
            subject.node = node;
            subject.depth = depth;
        }
        return at->second;
    };

    for (NodeId id = 0; id < tree.size() && properties < kMaxProperties && subjects.size() < kMaxItems; ++id) {
        while (open.size() > 1 && id >= open.back().end) open.pop_back();
        const Node& node = tree[id];
        if (node.attribute_count == 0) continue;
        const HtmlAttribute *vocab = nullptr, *type_of = nullptr, *property = nullptr, *resource = nullptr,
                            *about = nullptr, *content = nullptr, *link = nullptr, *prefix = nullptr;
        for (const HtmlAttribute* at = tree.attributes_begin(id); at != tree.attributes_end(id); ++at) {
            if (at->name == "vocab")
                vocab = at;
            else if (at->name == "typeof")
                type_of = at;
            else if (at->name == "property")
                property = at;
            else if (at->name == "resource")
                resource = at;
            else if (at->name == "about")
                about = at;
            else if (at->name == "content")
                content = at;
            else if (at->name == "prefix")
                prefix = at;
            else if (at->name == "href" || (at->name == "src" && !link))
                link = at;
            else if (at->name.substr(0, 6) == "xmlns:" && prefixes.size() < 1000)
                prefixes.emplace_back(ascii_lowered(at->name.substr(6)), at->value);
        }
        const bool declares = vocab || prefix || prefixes.size() > open.back().prefixes;
        if (!declares && !type_of && !property && !resource && !about) continue;

        Context context = open.back();
        context.end = node.end;
        if (vocab) context.vocab = trimmed(vocab->value).substr(0, 300);
        if (prefix) {
            const auto words = split_words(prefix->value);
            for (std::size_t i = 0; i + 1 < words.size() && prefixes.size() < 1000; i += 2)
                prefixes.emplace_back(ascii_lowered(words[i].substr(0, words[i].find(':'))), words[i + 1]);
        }
        context.prefixes = prefixes.size();

        const std::size_t parent = open.back().subject;
        const int depth = subjects[parent].depth + 1;
        std::size_t subject = parent;
        std::size_t typed = parent;
        bool have_typed = false;
        const HtmlAttribute* target = resource ? resource : link;
        const auto fresh = [&] {
            if (target) return subject_named(target->value, id, depth);
            subjects.emplace_back();
            subjects.back().node = id;
            subjects.back().depth = depth;
            return subjects.size() - 1;
        };
        if (property && !content) {
            if (about) subject = subject_named(about->value, id, depth);
            if (type_of) {
                typed = about ? subject : fresh();
                have_typed = true;
            }
        } else {
            if (about)
                subject = subject_named(about->value, id, depth);
            else if (resource || (type_of && target))
                subject = subject_named(target->value, id, depth);
            else if (type_of)
                subject = fresh();
            if (type_of) {
                typed = subject;
                have_typed = true;
            }
        }
        if (type_of) {
            for (std::string_view type : split_words(type_of->value)) {
                std::string iri = expanded(type, context, prefixes);
                if (!iri.empty() && subjects[typed].types.size() < 20) subjects[typed].types.push_back(std::move(iri));
            }
            any = true;
        }
        if (property) {
            for (std::string_view name : split_words(property->value)) {
                Subject::Property added;
                added.name = expanded(name, context, prefixes);
                if (added.name.empty()) continue;
                ++properties;
                any = true;
                if (content)
                    added.text = content->value;
                else if (have_typed && !about) {
                    added.is_reference = true;
                    added.subject = typed;
                } else if (target && node.tag != Tag::meta) {
                    const std::string resolved = base.resolve(target->value);
                    added.text = resolved.empty() ? std::string(target->value) : resolved;
                    if (const auto known = named.find(added.text); resource && known != named.end()) {
                        added.is_reference = true;
                        added.subject = known->second;
                    }
                } else if (const HtmlAttribute* datetime = tree.find_attribute(id, "datetime"))
                    added.text = datetime->value;
                else
                    added.text = tree.text(id);
                if (added.is_reference && added.subject == subject) continue;
                subjects[subject].properties.push_back(std::move(added));
            }
        }
        context.subject = have_typed                         ? typed
                          : resource && property && !content ? subject_named(resource->value, id, depth)
                                                             : subject;
        open.push_back(std::move(context));
    }
    if (!any) return;

    // Blank nodes and named ones used once nest where they are used; later subjects into earlier ones, so no cycles.
    std::vector<Value> values(subjects.size());
    for (std::size_t i = subjects.size(); i-- > 0;) {
        Subject& subject = subjects[i];
        Value& value = values[i] = Value::object();
        for (std::string& type : subject.types) value.append("@type", Value::of(std::move(type)));
        if (!subject.iri.empty()) value.put("@id", Value::of(subject.iri));
        for (Subject::Property& property : subject.properties) {
            if (!property.is_reference) {
                value.append(property.name, Value::of(std::move(property.text)));
            } else if (property.subject > i && !subjects[property.subject].referred && subject.depth < kMaxNesting) {
                subjects[property.subject].referred = true;
                value.append(property.name, std::move(values[property.subject]));
            } else {
                Value reference = Value::object();
                reference.put("@id", Value::of(subjects[property.subject].iri));
                value.append(property.name, std::move(reference));
            }
        }
    }
    for (std::size_t i = 0; i < subjects.size(); ++i)
        if (!subjects[i].referred && (values[i].items.size() > 1 || !subjects[i].types.empty()))
            items.push_back({Syntax::rdfa, std::move(values[i]), subjects[i].node});
}

}  // namespace crawler
