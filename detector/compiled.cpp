#include "detector/compiled.h"

#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <fstream>
#include <optional>
#include <system_error>
#include <type_traits>

#include "detector/digest.h"
#include "detector/error.h"
#include "detector/fold.h"

namespace detector {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view magic = "citeswatch lexicon 13\n";
constexpr std::string_view image_prefix = "matcher-", image_suffix = ".cache", draft_mark = ".draft-";

std::string cache_key(const Lexicon& lexicon) {
    Sha256 hash;
    hash.update(magic);
    hash.update(lexicon.digest());
    hash.update(LiteralEngine::environment());
    hash.update(fold_table_digest());
    const std::size_t sizes[] = {sizeof(Literal), sizeof(Anchor), sizeof(Phrase), sizeof(PhraseTerm),
                                 sizeof(Genus),   sizeof(Name),   sizeof(Epithet)};
    hash.update({reinterpret_cast<const char*>(sizes), sizeof sizes});
    return to_hex(hash.finish()).substr(0, 32);
}

std::string image_name(const Lexicon& lexicon) {
    return std::string(image_prefix) + cache_key(lexicon) + std::string(image_suffix);
}

void append_block(std::string& out, const void* bytes, std::size_t size) {
    const std::uint64_t length = size;
    out.append(reinterpret_cast<const char*>(&length), sizeof length);
    out.append(static_cast<const char*>(bytes), size);
}

std::string image_of(const TermIndex& index, const LiteralEngine& engine) {
    std::string body;
    TermIndex::each_array(index, [&]<typename Array>(const Array& array) {
        static_assert(std::has_unique_object_representations_v<typename Array::value_type>, "padding is not written");
        append_block(body, array.data(), array.size() * sizeof array[0]);
    });
    const std::string database = engine.serialised();
    append_block(body, database.data(), database.size());
    const Digest digest = sha256(body);
    std::string image(magic);
    image.append(reinterpret_cast<const char*>(digest.data()), digest.size());
    return image + body;
}

// Reads an image block by block into where it is wanted: twice the image is never in memory.
class ImageReader {
  public:
    explicit ImageReader(const fs::path& path) : stream_(path, std::ios::binary | std::ios::ate) {
        if (stream_) left_ = static_cast<std::uint64_t>(stream_.tellg());
        stream_.seekg(0);
    }

    // Is it an image of this format, every byte as it was written? Stands at the first block afterwards.
    bool is_whole() {
        std::string found(magic.size(), '\0');
        Digest told{};
        if (!read(found.data(), found.size()) || found != magic || !read(told.data(), told.size())) return false;
        const std::streampos body = stream_.tellg();
        const std::uint64_t size = left_;
        Sha256 hash;
        std::vector<char> buffer(1 << 16);
        while (left_ > 0) {
            const std::size_t part = static_cast<std::size_t>(std::min<std::uint64_t>(left_, buffer.size()));
            if (!read(buffer.data(), part)) return false;
            hash.update({buffer.data(), part});
        }
        stream_.seekg(body);
        left_ = size;
        return stream_ && hash.finish() == told;
    }

    template <typename Array>
    bool block(Array& array) {
        using Item = typename Array::value_type;
        std::uint64_t length = 0;
        if (!read(&length, sizeof length) || length > left_ || length % sizeof(Item) != 0) return false;
        array.resize(static_cast<std::size_t>(length) / sizeof(Item));
        return read(static_cast<void*>(array.data()), static_cast<std::size_t>(length));
    }
    bool at_end() const { return left_ == 0; }

  private:
    bool read(void* into, std::size_t size) {
        if (size > left_ || !stream_.read(static_cast<char*>(into), static_cast<std::streamsize>(size))) return false;
        left_ -= size;
        return true;
    }

    std::ifstream stream_;
    std::uint64_t left_ = 0;  // bytes
};

std::optional<CompiledLexicon> read_image(const fs::path& path) {
    ImageReader image(path);
    if (!image.is_whole()) return std::nullopt;
    TermIndex index;
    bool whole = true;
    TermIndex::each_array(index, [&](auto& array) { whole = whole && image.block(array); });
    std::vector<char> database;
    if (!whole || !image.block(database) || !image.at_end() ||
        index.plain_drawers.size() != (std::size_t{1} << plain_drawer_bits) + 1 || !index.name_words.ready() ||
        !index.context_words.ready())
        return std::nullopt;
    try {
        LiteralEngine engine{std::span<const char>(database)};
        return CompiledLexicon{std::move(index), std::move(engine), true};
    } catch (const EngineError&) {
        return std::nullopt;  // Hyperscan does not know it: rebuild
    }
}

// Images of lists and programs that are no longer used, and the drafts of starts that were killed.
void prune(const fs::path& folder, const fs::path& kept) {
    constexpr std::chrono::hours unused{24 * 30}, abandoned{24};
    const auto now = fs::file_time_type::clock::now();
    std::error_code error;
    for (fs::directory_iterator entry(folder, error), end; !error && entry != end; entry.increment(error)) {
        const std::string name = entry->path().filename().string();
        if (entry->path() == kept || !name.starts_with(image_prefix)) continue;
        const bool draft = name.find(draft_mark) != std::string::npos;
        if (!draft && !name.ends_with(image_suffix)) continue;
        std::error_code gone;  // another start may prune too
        if (const auto used = fs::last_write_time(entry->path(), gone);
            !gone && now - used > (draft ? abandoned : unused))
            fs::remove(entry->path(), gone);
    }
}

// A cache that cannot be written (full disk, read-only home) costs time at the next start and nothing else.
void write_image(const fs::path& path, const std::string& image) {
    std::error_code error;
    fs::create_directories(path.parent_path(), error);
    fs::path draft = path;
    draft += std::string(draft_mark) + std::to_string(::getpid());
    {
        std::ofstream stream(draft, std::ios::binary | std::ios::trunc);
        stream.write(image.data(), static_cast<std::streamsize>(image.size()));
        if (!stream.flush()) {
            fs::remove(draft, error);
            return;
        }
    }
    fs::rename(draft, path, error);
    if (error) fs::remove(draft, error);
    prune(path.parent_path(), path);
}

}  // namespace

CompiledLexicon compile_lexicon(const Lexicon& lexicon, const Inflections& inflections, const fs::path& cache_folder,
                                const std::function<void(double)>& progress) {
    const auto report = [&](double part) {
        if (progress) progress(part);
    };
    const fs::path path = cache_folder.empty() ? fs::path() : cache_folder / image_name(lexicon);
    if (!path.empty())
        if (auto cached = read_image(path)) {
            std::error_code error;  // its age tells whether it is still used
            fs::last_write_time(path, fs::file_time_type::clock::now(), error);
            return std::move(*cached);
        }
    report(0);
    TermIndex index = build_term_index(lexicon, inflections);
    report(0.2);
    std::vector<LiteralEngine::Literal> literals;
    for (std::uint32_t i = 0; i < index.literals.size(); ++i) {
        const Literal& literal = index.literals[i];
        if (literal.whole) literals.push_back({index.text(literal.text), i});
    }
    LiteralEngine engine(literals);
    report(0.95);
    if (!path.empty()) write_image(path, image_of(index, engine));
    report(1);
    return {std::move(index), std::move(engine), false};
}

}  // namespace detector
