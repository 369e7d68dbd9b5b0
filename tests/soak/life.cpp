#include "tests/soak/life.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <thread>

namespace soak {

using namespace std::chrono_literals;

Life::Life(const std::vector<std::string>& command, const std::filesystem::path& log, std::uint64_t most_file_bytes)
    : begun_(std::chrono::steady_clock::now()) {
    std::vector<char*> argv;
    for (const std::string& word : command) argv.push_back(const_cast<char*>(word.c_str()));
    argv.push_back(nullptr);
    process_ = fork();
    if (process_ < 0) throw std::runtime_error("cannot start " + command.front());
    if (process_ > 0) return;
    if (most_file_bytes > 0) {  // only calls that are safe after fork() in a process with threads
        ::signal(SIGXFSZ, SIG_IGN);
        const rlimit limit{most_file_bytes, most_file_bytes};
        setrlimit(RLIMIT_FSIZE, &limit);
    }
    const int out = open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    dup2(out, STDOUT_FILENO);
    dup2(out, STDERR_FILENO);
    execv(argv[0], argv.data());
    _exit(127);
}

Life::~Life() {
    if (!running()) return;
    signal(SIGKILL);
    end();
}

void Life::reap(int options) {
    int status = 0;
    if (code_ || waitpid(process_, &status, options) != process_) return;
    code_ = WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

// CPU time that the process used so far (proc(5), stat: utime and stime follow the name in brackets).
static std::chrono::seconds cpu_time(pid_t process) {
    std::ifstream stat("/proc/" + std::to_string(process) + "/stat");
    std::string line;
    std::getline(stat, line);
    std::istringstream fields(line.substr(std::min(line.rfind(')'), line.size())));
    std::string skipped;
    for (int field = 0; field < 12; ++field) fields >> skipped;
    long user = 0, system = 0;
    fields >> user >> system;
    return std::chrono::seconds((user + system) / sysconf(_SC_CLK_TCK));
}

void Life::look() {
    std::ifstream statm("/proc/" + std::to_string(process_) + "/statm");
    double total = 0, resident = 0;
    if (!(statm >> total >> resident) || resident == 0) return;  // it has just ended
    last_ = resident * static_cast<double>(sysconf(_SC_PAGESIZE)) / 1e6;
    peak_ = std::max(peak_, last_);
    if (warm_ == 0 && cpu_time(process_) >= warm) warm_ = last_;
}

void Life::watch(std::chrono::milliseconds most) {
    const auto until = std::chrono::steady_clock::now() + most;
    for (reap(WNOHANG); running() && std::chrono::steady_clock::now() < until; reap(WNOHANG)) {
        look();
        std::this_thread::sleep_for(100ms);
    }
}

void Life::signal(int which) const {
    if (running()) kill(process_, which);
}

int Life::end() {
    reap(0);
    return *code_;
}

std::chrono::milliseconds Life::age() const {
    return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - begun_);
}

}  // namespace soak
