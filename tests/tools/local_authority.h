// A time authority of our own: OpenSSL's (`openssl ts -reply`) behind a loopback server, with a certificate signed by a
// test root. Can be told to be down, or to answer with what it answered before.
#pragma once

#include <atomic>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>

#include "tests/tools/temporary_folder.h"
#include "tools/http_server.h"
#include "tools/time_authority.h"

namespace tests {

inline int shell(const std::string& command) { return std::system((command + " >/dev/null 2>&1").c_str()); }

inline std::string contents(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

class LocalAuthority {
  public:
    LocalAuthority() : server_({}, [this](const tools::HttpRequest& request) { return answer(request); }) {
        const std::string dir = folder_.path().string();
        std::ofstream(folder_.path() / "ext")
            << "extendedKeyUsage=critical,timeStamping\nkeyUsage=critical,digitalSignature\n";
        std::ofstream(folder_.path() / "serial") << "01\n";
        std::ofstream(folder_.path() / "ts.cnf")
            << "[tsa]\ndefault_tsa=one\n[one]\nserial=" << dir << "/serial\nsigner_cert=" << dir
            << "/tsa.pem\ncerts=" << dir << "/ca.pem\nsigner_key=" << dir
            << "/tsa.key\nsigner_digest=sha256\ndefault_policy=1.2.3.4.1\n"
               "other_policies=1.2.3.4.5\ndigests=sha256\naccuracy=secs:1\n"
               "ordering=yes\ntsa_name=yes\ness_cert_id_alg=sha256\n";
        const std::string key = " -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes ";
        ready =
            shell("cd " + dir + " && openssl req -x509" + key +
                  "-keyout ca.key -out ca.pem -days 3650 -subj '/CN=Test root'" + " && openssl req" + key +
                  "-keyout tsa.key -out tsa.csr -subj '/O=Tests/CN=Time authority'" +
                  " && openssl x509 -req -in tsa.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 3650 -extfile ext"
                  " -out tsa.pem") == 0;
        if (ready) certificates = casebook::normal_certificates(contents(folder_.path() / "ca.pem"));
    }

    tools::TimeAuthority authority(const std::string& policy = {}) const {
        return {.url = server_.origin() + "/tsa",
                .policy = policy,
                .anchors = certificates,
                .user_agent = "test/1 (+mailto:a@b.example)",
                .allow_private = true};
    }
    std::filesystem::path ca_file() const { return folder_.path() / "ca.pem"; }

    bool ready = false;  // OpenSSL's program was there and made what is needed
    std::atomic<bool> down{false};
    std::atomic<bool> repeats_itself{false};
    std::string certificates;

  private:
    tools::HttpResponse answer(const tools::HttpRequest& request) {
        if (down) return {.status = 503};
        const std::string dir = folder_.path().string();
        if (!repeats_itself) {
            std::ofstream(folder_.path() / "request.tsq", std::ios::binary) << request.body;
            if (request.header("content-type") != "application/timestamp-query" ||
                shell("openssl ts -reply -config " + dir + "/ts.cnf -queryfile " + dir + "/request.tsq -out " + dir +
                      "/reply.tsr") != 0)
                return {.status = 400};
        }
        return {.content_type = "application/timestamp-reply", .body = contents(folder_.path() / "reply.tsr")};
    }

    TemporaryFolder folder_;
    tools::HttpServer server_;
};

}  // namespace tests
