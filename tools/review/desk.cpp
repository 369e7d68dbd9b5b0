#include "tools/review/desk.h"

#include <fmt/core.h>
#include <sys/stat.h>

#include <algorithm>
#include <string_view>

#include "casebook/error.h"
#include "tools/data_folders.h"
#include "tools/review/assets.h"
#include "tools/review/pages.h"
#include "tools/review/request_guard.h"

namespace tools::review {

namespace {

using Answer = HttpResponse (*)(const Visit&);

// {} in a path stands for one segment.
struct Route {
    std::string_view method, path;
    Answer answer;
};
constexpr Route routes[] = {{"GET", "/", queue_page},
                            {"GET", "/advert/{}", advert_page},
                            {"GET", "/picture/{}", picture},
                            {"GET", "/bulk", bulk_page},
                            {"GET", "/word", word_page},
                            {"GET", "/figures", figures_page},
                            {"GET", "/crawler", crawler_page},
                            {"GET", "/export", export_page},
                            {"GET", "/proposals", proposals_page},
                            {"GET", "/help", help_page},
                            {"POST", "/advert/{}/verdict", decide},
                            {"POST", "/advert/{}/note", add_note},
                            {"POST", "/advert/{}/assign", assign},
                            {"POST", "/undo/{}", undo},
                            {"POST", "/bulk", bulk},
                            {"POST", "/word", dismiss_word},
                            {"POST", "/export", export_selection},
                            {"POST", "/searches", save_search},
                            {"POST", "/searches/{}/forget", forget_search}};

bool fits(std::string_view pattern, std::string_view path, std::vector<std::string>& arguments) {
    arguments.clear();
    const std::size_t hole = pattern.find("{}");
    if (hole == std::string_view::npos) return pattern == path;
    const std::string_view rest = pattern.substr(hole + 2);
    if (!path.starts_with(pattern.substr(0, hole)) || path.size() <= hole + rest.size() || !path.ends_with(rest))
        return false;
    const std::string_view middle = path.substr(hole, path.size() - hole - rest.size());
    if (middle.find('/') != std::string_view::npos) return false;
    arguments.emplace_back(middle);
    return true;
}

HttpResponse plain(int status, std::string text) {
    return {.status = status, .content_type = "text/plain; charset=utf-8", .body = std::move(text), .headers = {}};
}

// Device and number of the file there is by that name now; zeros where there is none.
std::pair<std::uint64_t, std::uint64_t> file_at(const std::filesystem::path& path) {
    struct stat status {};
    if (::stat(path.c_str(), &status) != 0) return {};
    return {status.st_dev, status.st_ino};
}

}  // namespace

Readers::Readers(const std::filesystem::path& casebook, std::size_t most)
    : casebook_(casebook), flagged_(std::make_shared<casebook::Flagged>(casebook)), may_open_(most) {}

void Readers::prepare() {
    try {
        flagged_->languages();
    } catch (const casebook::StoreError&) {  // told to whoever asks next
    }
}

Readers::Loan::Loan(Readers& from, bool held) : from_(from), set_(from.lend()), held_(held) {
    if (held_) try {
            set_->hold();
        } catch (...) {
            from_.take_back(nullptr);
            throw;
        }
}

Readers::Loan::~Loan() {
    if (held_) try {
            set_->release();
        } catch (const casebook::StoreError&) {  // a set that cannot let go is not lent again
            set_.reset();
        }
    from_.take_back(std::move(set_));
}

void Readers::Set::hold() {
    adverts.hold();
    queue.hold();
}

void Readers::Set::release() {
    adverts.release();
    queue.release();
}

std::unique_ptr<Readers::Set> Readers::lend() {
    {
        std::unique_lock lock(mutex_);
        returned_.wait(lock, [&] { return !free_.empty() || may_open_ > 0; });
        if (!free_.empty()) {
            std::unique_ptr<Set> set = std::move(free_.back());
            free_.pop_back();
            return set;
        }
        --may_open_;
    }
    try {
        return std::make_unique<Set>(casebook_, flagged_);
    } catch (...) {
        take_back(nullptr);
        throw;
    }
}

void Readers::take_back(std::unique_ptr<Set> set) {
    const std::lock_guard lock(mutex_);
    if (set)
        free_.push_back(std::move(set));
    else
        ++may_open_;
    returned_.notify_one();
}

Desk::Desk(DeskOptions given, std::shared_ptr<const TaxonCards> read_cards)
    : options(std::move(given)),
      catalogues{MessageCatalogue(data_folder() / "config" / "messages", "en"),
                 MessageCatalogue(data_folder() / "config" / "messages", "fr"),
                 MessageCatalogue(data_folder() / "config" / "messages", "es")},
      accounts(options.accounts),
      desk_(options.casebook),
      opened_(file_at(options.casebook)),
      readers(options.casebook, options.readers),
      shared_cards(read_cards ? std::move(read_cards) : std::make_shared<const TaxonCards>(options.lists)),
      cards(*shared_cards),
      cites_{report::CitesWords(data_folder() / "species_lists", "en"),
             report::CitesWords(data_folder() / "species_lists", "fr"),
             report::CitesWords(data_folder() / "species_lists", "es")},
      preparing_([this] { readers.prepare(); }) {
    Readers::Loan early(readers, false);  // a casebook that cannot be read is told at the start
}

void Desk::record_export(const casebook::Writer::Export& taken) {
    const std::lock_guard lock(writing_);
    casebook::Writer(options.casebook, {.duty = casebook::Duty::desk}).record_export(taken, unix_now());
}

const report::CitesWords& Desk::cites(const MessageCatalogue& words) const {
    for (std::size_t i = 0; i < catalogues.size(); ++i)
        if (catalogues[i].language() == words.language()) return cites_[i];
    return cites_[0];
}

const MessageCatalogue& Desk::language_of(const HttpRequest& request) const {
    const std::string wanted =
        preferred_language(cookie(request, "citeswatch_language"), request.header("accept-language"));
    for (const MessageCatalogue& words : catalogues)
        if (words.language() == wanted) return words;
    return catalogues[0];
}

HttpResponse Desk::answer(const HttpRequest& request) {
    HttpResponse response;
    try {
        // What is held open would go on taking decisions, into a file that nobody finds again.
        response = file_at(options.casebook) == opened_
                       ? routed(request)
                       : plain(503, fmt::format("{} was removed, or another file put in its place, while this desk was "
                                                "open. Nothing was recorded: close the desk and open it again.\n",
                                                options.casebook.string()));
    } catch (const std::exception& error) {
        // Told as text: whatever failed may be what a page needs.
        response = plain(500, fmt::format("This did not work: {}\nNothing was recorded.\n", error.what()));
    }
    add_safety_headers(response);
    return response;
}

HttpResponse Desk::routed(const HttpRequest& request) {
    if (!is_our_host(request.header("host"), options.host_names))
        return plain(421, "This desk does not answer to that name. Start it with --host NAME if it should.\n");
    if (const Asset* found = asset_at(request.path))
        return {.content_type = std::string(found->content_type),
                .body = std::string(found->bytes),
                .headers = {{"Cache-Control", "public, max-age=31536000, immutable"}}};

    const MessageCatalogue& words = language_of(request);
    const std::string cookie_name = session_cookie_name(request);
    std::string session = cookie(request, cookie_name);
    const bool is_new = !Sessions::is_session(session);
    // A link from elsewhere: the browser keeps SameSite cookies back, and a new session would take the place of the one
    // it has. Asked again from a page of ours it sends them.
    if (is_new && request.method == "GET" && request.header("sec-fetch-site") == "cross-site" &&
        redirect(request.target).headers.front().second == request.target)
        return {
            .body =
                html("<!DOCTYPE html><html lang=\"{}\"><title>citeswatch</title><p><a href=\"{}\">{}</a></p></html>",
                     words.language(), request.target, words("desk.go_on"))
                    .str(),
            .headers = {{"Refresh", "0;url=" + request.target}}};
    if (is_new) session = random_token();
    const bool must_sign_in = options.demand_sign_in || accounts.any();
    std::string analyst = must_sign_in ? sessions.analyst(session, Sessions::Clock::now()) : options.analyst;
    if (must_sign_in && !analyst.empty() && !accounts.has(analyst)) analyst.clear();
    const std::string token = sessions.form_token(session);
    const auto with_session = [&](HttpResponse response) {
        if (is_new) response.headers.emplace_back("Set-Cookie", session_cookie(cookie_name, session, request));
        return response;
    };

    const bool is_post = request.method == "POST";
    if (!is_post && request.method != "GET" && request.method != "HEAD") return plain(405, "GET or POST.\n");

    Readers::Loan reader(readers, !is_post);
    Visit visit{request, words, *this, reader->adverts, reader->queue, reader->links, analyst, token, must_sign_in};
    if (is_post && (!same_secret(request.parameter("token"), token) || !is_same_origin(request)))
        return with_session(form_of_another_time(visit));
    if (is_post && request.path == "/language") {
        HttpResponse response = redirect(request.parameter("back"));
        response.headers.emplace_back("Set-Cookie", language_cookie(request.parameter("language")));
        return with_session(std::move(response));
    }
    if (must_sign_in && analyst.empty()) {
        if (is_post && request.path == "/sign-in") return sign_in(request, visit);
        return with_session(sign_in_page(visit, {}, after_sign_in(request), is_post ? 403 : 200));
    }
    if (is_post && request.path == "/sign-out") {
        sessions.sign_out(session);
        return redirect("/");
    }
    if (request.path == "/sign-in") return redirect("/");

    bool other_method = false;
    for (const Route& route : routes) {
        if (!fits(route.path, request.path, visit.path_arguments)) continue;
        if ((route.method == "POST") != is_post) {
            other_method = true;
            continue;
        }
        if (!is_post) return with_session(route.answer(visit));
        try {
            return with_session(route.answer(visit));
        } catch (const std::exception& error) {  // a full disk must not cost the analyst what was typed
            return with_session(form_that_failed(visit, error.what()));
        }
    }
    return with_session(problem(visit, other_method ? 405 : 404, "desk.no_page",
                                html("<p>{}</p><p><a class=\"button\" href=\"/\">{}</a></p>", words("desk.no_page_why"),
                                     words("desk.to_queue"))));
}

HttpResponse Desk::sign_in(const HttpRequest& request, const Visit& visit) {
    const std::string name = request.parameter("name");
    const auto [outcome, wait] =
        accounts.check(name, request.parameter("password"), client_address(request, !options.host_names.empty()),
                       Accounts::Clock::now());
    const AfterSignIn after = after_sign_in(request);
    if (outcome == Accounts::Outcome::wait) {
        HttpResponse response =
            sign_in_page(visit, visit.words("desk.sign_in_wait", std::to_string(wait.count())), after, 429);
        response.headers.emplace_back("Retry-After", std::to_string(wait.count()));
        return response;
    }
    if (outcome == Accounts::Outcome::wrong) return sign_in_page(visit, visit.words("desk.sign_in_wrong"), after, 403);
    // A new session for the new right: one planted before signing in gains nothing.
    const std::string session = sessions.sign_in(name, Sessions::Clock::now());
    Visit signed_in = visit;
    signed_in.analyst = name;
    signed_in.token = sessions.form_token(session);
    HttpResponse response = after.unsent.empty()
                                ? redirect(after.back)
                                : send_again_page(signed_in, after.unsent, visit.words("desk.send_again_why"), 200);
    response.headers.emplace_back("Set-Cookie", session_cookie(session_cookie_name(request), session, request));
    return response;
}

}  // namespace tools::review
