// Any bytes as a request to the review desk, by somebody who has a session: it is answered, never with a failure of
// ours, never with markup of the request in a page, never with a header split in two; and a search read from a query
// reads the same again from the query made of it.
//
// "METHOD path?query", lines "name: value", an empty line, a form body. POSTs get their token, so that actions are met.
#include <cstdint>
#include <cstdlib>
#include <sstream>
#include <string>

#include "casebook/writer.h"
#include "tests/casebook/samples.h"
#include "tests/tools/temporary_folder.h"
#include "tools/review/desk.h"
#include "tools/review/request_guard.h"
#include "tools/review/search.h"

namespace {

constexpr std::string_view markup = "<zq";  // no page of ours holds it

struct OneDesk {
    OneDesk() {
        casebook::Writer writer(folder.path() / "case.db");
        const casebook::RunId run = writer.begin_run("scan", "citeswatch test", 1);
        std::vector<casebook::JudgedListing> adverts;
        for (int i = 1; i <= 5; ++i) adverts.push_back(samples::ivory("https://market.example/" + std::to_string(i)));
        writer.record(run, adverts, 1);
        desk = std::make_unique<tools::review::Desk>(tools::review::DeskOptions{
            .casebook = folder.path() / "case.db",
            .archive = folder.path() / "case.db.archive",
            .accounts = folder.path() / "users",
            .analyst = "amira",
        });
        session = tools::review::random_token();
    }

    tests::TemporaryFolder folder;
    std::unique_ptr<tools::review::Desk> desk;
    std::string session;
};

std::string decoded(std::string_view text) {
    std::string plain;
    for (std::size_t i = 0; i < text.size(); ++i) {
        unsigned value = 0;
        if (text[i] == '%' && i + 2 < text.size() &&
            std::sscanf(std::string(text.substr(i + 1, 2)).c_str(), "%2x", &value) == 1) {
            plain += static_cast<char>(value);
            i += 2;
        } else {
            plain += text[i] == '+' ? ' ' : text[i];
        }
    }
    return plain;
}

void add_parameters(std::string_view form, tools::HttpRequest& request) {
    while (!form.empty()) {
        const std::string_view pair = form.substr(0, form.find('&'));
        const std::size_t equals = std::min(pair.find('='), pair.size());
        request.parameters.emplace(decoded(pair.substr(0, equals)),
                                   decoded(pair.substr(std::min(equals + 1, pair.size()))));
        form.remove_prefix(std::min(pair.size() + 1, form.size()));
    }
}

tools::HttpRequest read(const std::string& bytes, OneDesk& of) {
    tools::HttpRequest request;
    std::istringstream lines(bytes);
    std::string line;
    std::getline(lines, line);
    const std::size_t space = std::min(line.find(' '), line.size());
    request.method = line.substr(0, space);
    request.target = space < line.size() ? line.substr(space + 1) : "/";
    request.remote_address = "127.0.0.1";
    const std::size_t question = std::min(request.target.find('?'), request.target.size());
    request.path = decoded(std::string_view(request.target).substr(0, question));
    if (question < request.target.size())
        add_parameters(std::string_view(request.target).substr(question + 1), request);
    while (std::getline(lines, line) && !line.empty()) {
        const std::size_t colon = line.find(": ");
        if (colon != std::string::npos) request.headers.emplace(line.substr(0, colon), line.substr(colon + 2));
    }
    std::getline(lines, request.body, '\0');
    add_parameters(request.body, request);
    if (!request.headers.contains("host")) request.headers.emplace("host", "127.0.0.1");
    request.headers.emplace("cookie", tools::review::session_cookie_name(request) + "=" + of.session);
    if (request.method == "POST") request.parameters.emplace("token", of.desk->sessions.form_token(of.session));
    return request;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static OneDesk one;
    const tools::HttpRequest request = read({reinterpret_cast<const char*>(data), size}, one);

    const std::string query = tools::review::query_string(tools::review::read_search(request));
    if (tools::review::query_string(tools::review::read_search(query)) != query) std::abort();

    const tools::HttpResponse response = one.desk->answer(request);
    if (response.status >= 500 || response.status < 200) std::abort();
    if (response.content_type.starts_with("text/html") && response.body.find(markup) != std::string::npos) std::abort();
    for (const auto& [name, value] : response.headers)
        if ((name + value).find_first_of(std::string_view("\r\n\0", 3)) != std::string::npos) std::abort();
    return 0;
}
