#ifndef TABLEGEN_OPENSSL_SIGNATURE_HPP
#define TABLEGEN_OPENSSL_SIGNATURE_HPP

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>

#include <cstddef>
#include <string_view>
#include <utility>

#include "config.hpp"
#include "library.hpp"
#include "status.hpp"

namespace tablegen {
inline namespace v2 {

/// Checks the Ed25519 signatures that `table-gen publish --sign` makes, with OpenSSL 1.1.1 or newer: link with
/// -lcrypto. The only header of the runtime that needs another library; any other implementation of Ed25519 can be
/// given to a store as a `signature_verifier` of its own.
///
///     tablegen::openssl_ed25519 key;
///     if (auto const done = key.load_pem(pem); !done) return fail(done.text());
///     options.signature = key.verifier();   // `key` must live as long as the store
class openssl_ed25519 {
public:
    openssl_ed25519() noexcept = default;
    openssl_ed25519(openssl_ed25519&& other) noexcept : m_key(std::exchange(other.m_key, nullptr)) {}
    openssl_ed25519& operator=(openssl_ed25519&& other) noexcept {
        if (this != &other) {
            EVP_PKEY_free(m_key);
            m_key = std::exchange(other.m_key, nullptr);
        }
        return *this;
    }
    openssl_ed25519(openssl_ed25519 const&) = delete;
    openssl_ed25519& operator=(openssl_ed25519 const&) = delete;
    ~openssl_ed25519() { EVP_PKEY_free(m_key); }

    /// Takes the public key as `openssl pkey -pubout` writes it: `-----BEGIN PUBLIC KEY-----` and so on.
    [[nodiscard]] status load_pem(std::string_view pem) noexcept {
        BIO* const source = BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size()));
        EVP_PKEY* const key = source == nullptr ? nullptr : PEM_read_bio_PUBKEY(source, nullptr, nullptr, nullptr);
        BIO_free(source);
        return take(key);
    }

    /// Takes the 32 bytes of a public key.
    [[nodiscard]] status load_raw(unsigned char const (&key)[32]) noexcept {
        return take(EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, key, sizeof key));
    }

    /// For open_options and store_options. Without a key it accepts nothing.
    [[nodiscard]] signature_verifier verifier() const noexcept { return {&verify, m_key}; }

private:
    [[nodiscard]] status take(EVP_PKEY* key) noexcept {
        if (key == nullptr || EVP_PKEY_id(key) != EVP_PKEY_ED25519) {
            EVP_PKEY_free(key);
            return status::failure(status_code::bad_signature, "This is no Ed25519 public key.");
        }
        EVP_PKEY_free(m_key);
        m_key = key;
        return {};
    }

    [[nodiscard]] static bool verify(void const* key, unsigned char const* message, std::size_t size,
                                     unsigned char const* signature) noexcept {
        if (key == nullptr) return false;
        EVP_MD_CTX* const context = EVP_MD_CTX_new();
        // OpenSSL takes keys that it does not change without const.
        auto* const used = static_cast<EVP_PKEY*>(const_cast<void*>(key));
        bool const is_signed = context != nullptr &&
                               EVP_DigestVerifyInit(context, nullptr, nullptr, nullptr, used) == 1 &&
                               EVP_DigestVerify(context, signature, signature_verifier::signature_size, message, size) == 1;
        EVP_MD_CTX_free(context);
        return is_signed;
    }

    EVP_PKEY* m_key = nullptr;
};

}  // namespace v2
}  // namespace tablegen

#endif
