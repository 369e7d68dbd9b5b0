// A loopback server behind TLS, with a certificate of its own making for "shop.test", that speaks HTTP/1.1 or just
// enough HTTP/2 (RFC 9113) to answer: every request gets its number.
#pragma once

#include "crawler/broken_pipes.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <openssl/bio.h>
#include <openssl/ec.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace crawler_tests {

class TlsServer {
  public:
    enum class Speaks { http_1_1, http_2 };

    explicit TlsServer(Speaks speaks) : speaks_(speaks), context_(SSL_CTX_new(TLS_server_method()), SSL_CTX_free) {
        make_certificate();
        SSL_CTX_set_alpn_select_cb(context_.get(), &TlsServer::choose_protocol, this);
        listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        sockaddr_in where{};
        where.sin_family = AF_INET;
        where.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        ::bind(listener_, reinterpret_cast<sockaddr*>(&where), sizeof where);
        ::listen(listener_, 64);
        socklen_t length = sizeof where;
        ::getsockname(listener_, reinterpret_cast<sockaddr*>(&where), &length);
        port_ = ntohs(where.sin_port);
        acceptor_ = std::thread([this] { accept_all(); });
    }
    ~TlsServer() {
        ::shutdown(listener_, SHUT_RDWR);
        acceptor_.join();
        ::close(listener_);
        {
            const std::lock_guard lock(mutex_);
            for (const int fd : open_) ::shutdown(fd, SHUT_RDWR);
        }
        for (std::thread& thread : threads_) thread.join();
    }
    TlsServer(const TlsServer&) = delete;
    TlsServer& operator=(const TlsServer&) = delete;

    int port() const { return port_; }
    int connections() const { return connections_; }
    const std::string& certificate() const { return pem_; }

  private:
    void make_certificate() {
        EVP_PKEY* key = EVP_EC_gen("P-256");
        X509* certificate = X509_new();
        X509_set_version(certificate, 2);
        ASN1_INTEGER_set(X509_get_serialNumber(certificate), 1);
        X509_gmtime_adj(X509_getm_notBefore(certificate), -3600);
        X509_gmtime_adj(X509_getm_notAfter(certificate), 86400);
        X509_set_pubkey(certificate, key);
        X509_NAME* name = X509_get_subject_name(certificate);
        X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, reinterpret_cast<const unsigned char*>("shop.test"), -1,
                                   -1, 0);
        X509_set_issuer_name(certificate, name);
        for (const auto& [nid, value] :
             {std::pair{NID_basic_constraints, "critical,CA:TRUE"}, std::pair{NID_subject_alt_name, "DNS:shop.test"}}) {
            X509_EXTENSION* extension = X509V3_EXT_conf_nid(nullptr, nullptr, nid, value);
            X509_add_ext(certificate, extension, -1);
            X509_EXTENSION_free(extension);
        }
        X509_sign(certificate, key, EVP_sha256());
        BIO* out = BIO_new(BIO_s_mem());
        PEM_write_bio_X509(out, certificate);
        char* bytes = nullptr;
        const long size = BIO_get_mem_data(out, &bytes);
        pem_.assign(bytes, static_cast<std::size_t>(size));
        BIO_free(out);
        SSL_CTX_use_certificate(context_.get(), certificate);
        SSL_CTX_use_PrivateKey(context_.get(), key);
        X509_free(certificate);
        EVP_PKEY_free(key);
    }

    static int choose_protocol(SSL*, const unsigned char** out, unsigned char* out_size, const unsigned char* in,
                               unsigned in_size, void* user) {
        const bool two = static_cast<TlsServer*>(user)->speaks_ == Speaks::http_2;
        const std::string_view wanted = two ? "\x02h2" : "\x08http/1.1";  // `out` points into it
        return SSL_select_next_proto(const_cast<unsigned char**>(out), out_size,
                                     reinterpret_cast<const unsigned char*>(wanted.data()),
                                     static_cast<unsigned>(wanted.size()), in, in_size) == OPENSSL_NPN_NEGOTIATED
                   ? SSL_TLSEXT_ERR_OK
                   : SSL_TLSEXT_ERR_NOACK;
    }

    void accept_all() {
        for (;;) {
            const int fd = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
            if (fd < 0) return;
            ++connections_;
            const std::lock_guard lock(mutex_);
            open_.push_back(fd);
            threads_.emplace_back([this, fd] { serve(fd); });
        }
    }

    void serve(int fd) {
        const crawler::BrokenPipes closed;  // the client may go at any time
        const std::unique_ptr<SSL, decltype(&SSL_free)> ssl(SSL_new(context_.get()), SSL_free);
        SSL_set_fd(ssl.get(), fd);
        if (SSL_accept(ssl.get()) == 1) speaks_ == Speaks::http_2 ? serve_two(*ssl) : serve_one(*ssl);
        const std::lock_guard lock(mutex_);
        open_.erase(std::find(open_.begin(), open_.end(), fd));
        ::close(fd);
    }

    std::string next_body() { return "request " + std::to_string(++requests_); }

    void serve_one(SSL& ssl) {
        std::string bytes;
        char buffer[4096];
        for (int got; (got = SSL_read(&ssl, buffer, sizeof buffer)) > 0;) {
            bytes.append(buffer, static_cast<std::size_t>(got));
            const std::size_t end = bytes.find("\r\n\r\n");
            if (end == std::string::npos) continue;
            bytes.erase(0, end + 4);
            const std::string body = next_body();
            const std::string answer =
                "HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
            SSL_write(&ssl, answer.data(), static_cast<int>(answer.size()));
        }
    }

    static bool read_whole(SSL& ssl, std::string& out, std::size_t size) {
        out.resize(size);
        for (std::size_t have = 0; have < size;) {
            const int got = SSL_read(&ssl, out.data() + have, static_cast<int>(size - have));
            if (got <= 0) return false;
            have += static_cast<std::size_t>(got);
        }
        return true;
    }

    static void send_frame(SSL& ssl, char type, char flags, std::string_view stream, const std::string& payload) {
        std::string frame{static_cast<char>(payload.size() >> 16), static_cast<char>(payload.size() >> 8),
                          static_cast<char>(payload.size()), type, flags};
        frame += std::string(stream) + payload;
        SSL_write(&ssl, frame.data(), static_cast<int>(frame.size()));
    }

    // Answers by stream; flow control never matters for bodies this small.
    void serve_two(SSL& ssl) {
        constexpr char data = 0, headers = 1, settings = 4, ping = 6;
        constexpr char ack = 1, end_stream = 1, end_headers = 4;
        const std::string connection(4, '\0');
        std::string preface, head, payload;
        if (!read_whole(ssl, preface, 24) || preface != "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n") return;
        send_frame(ssl, settings, 0, connection, "");
        while (read_whole(ssl, head, 9)) {
            const auto byte = [&](std::size_t at) {
                return static_cast<std::size_t>(static_cast<unsigned char>(head[at]));
            };
            const std::size_t size = byte(0) << 16 | byte(1) << 8 | byte(2);
            if (size > 0 && !read_whole(ssl, payload, size)) return;
            const std::string stream = head.substr(5);
            if (head[3] == settings && !(head[4] & ack)) send_frame(ssl, settings, ack, connection, "");
            if (head[3] == ping && !(head[4] & ack)) send_frame(ssl, ping, ack, connection, payload);
            if (head[3] != headers) continue;
            // HPACK (RFC 7541): 0x88 is ":status: 200", 0x0f 0x10 a literal value for the name "content-type".
            send_frame(ssl, headers, end_headers, stream, std::string("\x88\x0f\x10\x09text/html"));
            send_frame(ssl, data, end_stream, stream, next_body());
        }
    }

    const Speaks speaks_;
    std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> context_;
    std::string pem_;
    int listener_ = -1, port_ = 0;
    std::atomic<int> connections_{0}, requests_{0};
    std::mutex mutex_;  // guards open_
    std::vector<int> open_;
    std::thread acceptor_;
    std::vector<std::thread> threads_;  // touched by the acceptor, joined after it
};

}  // namespace crawler_tests
