#include "tools/command_line/subcommands.h"

namespace tools {

namespace {

void add_inspect_page(CLI::App& inspect, Command& command) {
    auto options = std::make_shared<InspectPageOptions>();
    CLI::App* sub = inspect.add_subcommand("page", "What the program reads in a page, as JSON");
    sub->add_option("FILE_OR_URL", options->input,
                    "A saved page, - for standard input, or an address to fetch; none: the profile's samples");
    sub->add_option("--url", options->url, "Where the page comes from: base of its relative links")->type_name("URL");
    sub->add_option("--content-type", options->content_type, "Content-Type as the server sent it")->type_name("TYPE");
    sub->add_option("--profile", options->profile, "Profile of the market")
        ->type_name("FILE")
        ->check(CLI::ExistingFile);
    sub->add_option("--user-agent", options->user_agent, "Addresses: who fetches, with a contact address")
        ->envname("CITESWATCH_USER_AGENT");
    sub->add_flag("--allow-private", options->allow_private, "Addresses: fetch from loopback and private ones");
    sub->footer(
        "Examples:\n"
        "  citeswatch inspect page saved.html --url https://market.example/item/1\n"
        "  citeswatch inspect page saved.html --url https://market.example/item/1 --profile market.toml\n"
        "  citeswatch inspect page --profile market.toml         are its samples read as it says?\n"
        "  citeswatch inspect page https://market.example/item/1 --user-agent 'agency/1.0 (desk@agency.example)'");
    sub->callback([options, &command] {
        if (options->input.empty() && options->profile.empty()) throw CLI::RequiredError("FILE_OR_URL or --profile");
        command = *options;
    });
}

void add_inspect_text(CLI::App& inspect, Command& command) {
    auto options = std::make_shared<InspectTextOptions>();
    CLI::App* sub = inspect.add_subcommand("text", "Every match in an advert, and the arithmetic of its judgement");
    sub->add_option("TEXT", options->text, "The advert's description, or - for standard input");
    sub->add_option("--title", options->title, "The advert's title");
    sub->add_option("--advert-language", options->language, "Its language, BCP 47; nothing: told from the words");
    add_lists(*sub, options->extra_lists);
    add_watch(*sub, options->watch_lists);
    sub->footer(
        "Examples:\n"
        "  citeswatch inspect text --title '1v0ry bangle' 'genuine elephant, ships discreetly'\n"
        "  citeswatch inspect text - < advert.txt");
    sub->callback([options, &command] { command = *options; });
}

void add_inspect_robots(CLI::App& inspect, Command& command) {
    auto options = std::make_shared<InspectRobotsOptions>();
    CLI::App* sub = inspect.add_subcommand("robots", "Whether robots.txt lets an agent fetch a URL, and by which rule");
    sub->add_option("URL", options->url, "The address asked about");
    sub->add_option("--robots", options->robots, "The robots.txt; without one all is allowed")->type_name("FILE");
    sub->add_option("--agent", options->agent, "Product token or whole User-Agent")->type_name("NAME");
    sub->add_option("--batch", options->batch,
                    "TSV of robots file, agent, URL (- for standard input): one 'allow' or 'disallow' a line")
        ->type_name("FILE");
    sub->footer(
        "Example: citeswatch inspect robots --robots robots.txt --agent citeswatch https://market.example/item/1");
    sub->callback([options, &command] {
        if (options->batch.empty() && options->url.empty()) throw CLI::RequiredError("URL or --batch");
        command = *options;
    });
}

void add_inspect_url(CLI::App& inspect, Command& command) {
    auto options = std::make_shared<InspectUrlOptions>();
    CLI::App* sub = inspect.add_subcommand("url", "Canonical form, registrable domain, why a URL would be skipped");
    sub->add_option("URL", options->urls, "Addresses")->required();
    sub->add_option("--base", options->base, "What relative ones are relative to")->type_name("URL");
    sub->footer("Example: citeswatch inspect url 'HTTPS://Market.EXAMPLE:443/a/../b?utm_source=x&id=1#top'");
    sub->callback([options, &command] { command = *options; });
}

}  // namespace

void add_inspect(CLI::App& app, Command& command) {
    CLI::App* inspect = app.add_subcommand("inspect", "See as the program sees: a page, a text, robots.txt, a URL");
    inspect->require_subcommand(1);
    add_inspect_page(*inspect, command);
    add_inspect_text(*inspect, command);
    add_inspect_robots(*inspect, command);
    add_inspect_url(*inspect, command);
}

}  // namespace tools
