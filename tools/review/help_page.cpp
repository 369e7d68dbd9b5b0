// The help sheet: keys, and what the desk does with a decision.
#include <array>

#include "tools/review/pages.h"

namespace tools::review {

HttpResponse help_page(const Visit& visit) {
    const MessageCatalogue& words = visit.words;
    struct Key {
        const char *key, *does;
    };
    constexpr std::array<Key, 14> keys{{{"j", "key.next"},
                                        {"k", "key.previous"},
                                        {"Enter", "key.open"},
                                        {"x", "key.pick"},
                                        {"c", "key.confirm"},
                                        {"d", "key.dismiss"},
                                        {"1 … 8", "key.reason"},
                                        {"u", "key.unsure"},
                                        {"n", "key.note"},
                                        {"a", "key.take"},
                                        {"z", "key.undo"},
                                        {"/", "key.search"},
                                        {"q", "key.queue"},
                                        {"?", "key.help"}}};
    Html rows;
    for (const Key& key : keys)
        rows.add("<tr><th scope=\"row\"><kbd>{}</kbd></th><td>{}</td></tr>", key.key, words(key.does));
    Html about;
    for (const char* key :
         {"help.flag", "help.decide", "help.together", "help.undo", "help.words", "help.pictures", "help.lawful"})
        about.add("<p>{}</p>", words(key));
    return page(visit, words("desk.help"),
                html("<h1>{}</h1><div class=\"help\"><section class=\"card\"><h2>{}</h2><table "
                     "class=\"keys\"><tbody>{}</tbody></table></section>"
                     "<section class=\"card\"><h2>{}</h2>{}</section></div>",
                     words("desk.help"), words("desk.keys"), rows, words("desk.how_it_works"), about),
                200, "/help");
}

}  // namespace tools::review
