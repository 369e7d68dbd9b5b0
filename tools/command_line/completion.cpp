#include <string>
#include <vector>

#include "tools/command_line/cli11.h"
#include "tools/command_line/described_option.h"
#include "tools/command_line/manual.h"

namespace tools {

namespace {

std::string subcommand_names(const CLI::App& app) {
    std::string names;
    for (const CLI::App* sub : app.get_subcommands({})) names += (names.empty() ? "" : " ") + sub->get_name();
    return names;
}

std::string joined(const std::vector<std::string>& words, const char* separator) {
    std::string text;
    for (const std::string& word : words) text += (text.empty() ? "" : separator) + word;
    return text;
}

// In single quotes of sh, zsh and fish alike: a quote is closed, escaped and opened again.
std::string in_quotes(const std::string& text) {
    std::string out = "'";
    for (const char c : text) out += c == '\'' ? "'\\''" : std::string(1, c);
    return out + "'";
}

// fish takes \' within single quotes, not the closed and opened ones.
std::string fish_quotes(const std::string& text) {
    std::string out = "'";
    for (const char c : text) out += c == '\'' || c == '\\' ? std::string("\\") + c : std::string(1, c);
    return out + "'";
}

// What brackets and colons mean to _arguments is taken from them.
std::string zsh_escaped(const std::string& text) {
    std::string out;
    for (const char c : text)
        out += c == '[' || c == ']' || c == ':' || c == '\\' ? std::string("\\") + c : std::string(1, c);
    return out;
}

std::string function_name(const std::string& path) {
    std::string name = "_citeswatch" + (path.empty() ? "" : "_" + path);
    for (char& c : name)
        if (c == ' ' || c == '-') c = '_';
    return name;
}

std::string zsh_action(const DescribedOption& option) {
    if (!option.choices.empty()) return "(" + joined(option.choices, " ") + ")";
    return option.takes_file ? "_files" : " ";
}

std::string zsh_function(const NamedCommand& command) {
    std::string body = function_name(command.path) + "() {\n  _arguments -C \\\n";
    for (const DescribedOption& option : described_options(*command.app))
        for (const std::string& name : option.names) {
            std::string spec = (option.repeatable ? "*" : "") + name + "[" + zsh_escaped(option.description) + "]";
            if (!option.value.empty()) spec += ":" + zsh_escaped(option.value) + ":" + zsh_action(option);
            body += "    " + in_quotes(spec) + " \\\n";
        }
    const auto subs = command.app->get_subcommands({});
    if (subs.empty()) {
        for (const DescribedOption& positional : described_positionals(*command.app))
            body += "    " +
                    in_quotes((positional.repeatable ? "*:" : ":") + zsh_escaped(positional.value) + ":" +
                              zsh_action(positional)) +
                    " \\\n";
        return body + "    && return 0\n}\n";
    }
    body +=
        "    '1: :->subcommand' '*:: :->arguments' && return 0\n  case $state in\n    subcommand)\n      local -a "
        "subcommands=(\n";
    for (const CLI::App* sub : subs)
        body += "        " + in_quotes(sub->get_name() + ":" + zsh_escaped(sub->get_description())) + "\n";
    body += "      )\n      _describe subcommand subcommands ;;\n    arguments)\n      case $words[1] in\n";
    for (const CLI::App* sub : subs) {
        const std::string path = command.path.empty() ? sub->get_name() : command.path + " " + sub->get_name();
        body += "        " + sub->get_name() + ") " + function_name(path) + " ;;\n";
    }
    return body + "      esac ;;\n  esac\n}\n";
}

}  // namespace

std::string bash_completion(const std::vector<NamedCommand>& all) {
    std::string script =
        "# bash completion for citeswatch, made by `citeswatch generate bash`\n"
        "_citeswatch() {\n"
        "  local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} path= i options= subcommands= "
        "words=\n"
        "  for ((i = 1; i < COMP_CWORD; i++)); do\n"
        "    case \"$path ${COMP_WORDS[i]}\" in\n";
    std::string paths, cases, choices;
    for (const NamedCommand& command : all) {
        if (!command.path.empty())
            paths += (paths.empty() ? "" : "|") +
                     in_quotes((command.path.find(' ') == std::string::npos ? " " : "") + command.path);
        std::vector<std::string> names;
        for (const DescribedOption& option : described_options(*command.app)) {
            names.insert(names.end(), option.names.begin(), option.names.end());
            if (option.choices.empty()) continue;
            for (const std::string& name : option.names)
                choices += "    " + in_quotes(command.path + " " + name) +
                           ") words=" + in_quotes(joined(option.choices, " ")) + " ;;\n";
        }
        cases += "    " + in_quotes(command.path) + ") options=" + in_quotes(joined(names, " ")) +
                 " subcommands=" + in_quotes(subcommand_names(*command.app)) + " ;;\n";
    }
    script += "      " + paths +
              ") path=\"${path:+$path }${COMP_WORDS[i]}\" ;;\n    esac\n  done\n"
              "  case \"$path\" in\n" +
              cases +
              "  esac\n"
              "  case \"$path $before\" in\n" +
              choices +
              "  esac\n"
              "  if [ -n \"$words\" ]; then COMPREPLY=($(compgen -W \"$words\" -- \"$word\"))\n"
              "  elif [[ $word == -* ]]; then COMPREPLY=($(compgen -W \"$options\" -- \"$word\"))\n"
              "  elif [ -n \"$subcommands\" ]; then COMPREPLY=($(compgen -W \"$subcommands\" -- \"$word\"))\n"
              "  else COMPREPLY=($(compgen -f -- \"$word\")); compopt -o filenames 2>/dev/null; fi\n"
              "}\n"
              "complete -F _citeswatch citeswatch\n";
    return script;
}

std::string zsh_completion(const std::vector<NamedCommand>& all) {
    std::string script = "#compdef citeswatch\n# made by `citeswatch generate zsh`\n";
    for (const NamedCommand& command : all) script += zsh_function(command);
    return script +
           "if [ \"$funcstack[1]\" = _citeswatch ]; then _citeswatch \"$@\"; else compdef _citeswatch citeswatch; fi\n";
}

std::string fish_completion(const std::vector<NamedCommand>& all) {
    std::string script =
        "# fish completion for citeswatch, made by `citeswatch generate fish`\ncomplete -c citeswatch -f\n";
    for (const NamedCommand& command : all) {
        std::string condition;  // the words before, and none of the words that lead further down
        if (command.path.empty()) {
            condition = "__fish_use_subcommand";
        } else {
            for (std::size_t from = 0; from < command.path.size();) {
                const std::size_t to = std::min(command.path.find(' ', from), command.path.size());
                condition += (from ? "; and " : "") + std::string("__fish_seen_subcommand_from ") +
                             command.path.substr(from, to - from);
                from = to + 1;
            }
            if (const std::string below = subcommand_names(*command.app); !below.empty())
                condition += "; and not __fish_seen_subcommand_from " + below;
        }
        const std::string head = "complete -c citeswatch -n " + fish_quotes(condition);
        for (const CLI::App* sub : command.app->get_subcommands({}))
            script += head + " -a " + sub->get_name() + " -d " + fish_quotes(sub->get_description()) + "\n";
        for (const DescribedOption& option : described_options(*command.app)) {
            script += head;
            for (const std::string& name : option.names)
                script += name.starts_with("--") ? " -l " + name.substr(2) : " -s " + name.substr(1);
            if (!option.choices.empty())
                script += " -x -a " + fish_quotes(joined(option.choices, " "));
            else if (!option.value.empty())
                script += option.takes_file ? " -r -F" : " -x";
            script += " -d " + fish_quotes(option.description) + "\n";
        }
        for (const DescribedOption& positional : described_positionals(*command.app))
            if (positional.takes_file) script += head + " -F\n";
    }
    return script;
}

}  // namespace tools
