// citeswatch: one binary, one subcommand a file. Exit codes: 0 fine, 1 finished but something failed or was skipped,
// 2 could not run.
#include <signal.h>

#include <clocale>
#include <cstdio>
#include <exception>
#include <variant>

#include "tools/command_line.h"
#include "tools/console.h"

int main(int argc, char** argv) {
    std::setlocale(LC_CTYPE, "C.UTF-8");  // widths of characters in tables; nothing else depends on the locale
    signal(SIGXFSZ, SIG_IGN);  // a limit on the size of files is told like a full disk, not the end of the program
    const auto parsed = tools::parse_command_line(argc, argv);
    if (const auto* usage = std::get_if<tools::Usage>(&parsed)) {
        std::fputs(usage->text.c_str(), usage->is_error ? stderr : stdout);
        return usage->exit_code;
    }
    const auto& arguments = std::get<tools::Arguments>(parsed);
    tools::Console console(arguments.console);
    try {
        return std::visit([&](const auto& options) { return run(options, console); }, arguments.command);
    } catch (const std::exception& error) {
        console.error(error.what());
        return 2;
    }
}
