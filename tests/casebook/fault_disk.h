// A disk in memory that can lose power: a SQLite VFS under which every file has two contents, what programs see and
// what would survive. A sync makes the second the first; a crash throws away what was not synced, or lets parts of it
// through in any order and torn at sectors, as real disks do.
//
// Install it before a Database is opened; it is the default VFS while it lives. One thread.
#pragma once

#include <sqlite3.h>

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <map>
#include <memory>
#include <random>
#include <string>
#include <vector>

class FaultDisk {
  public:
    enum class Loss { all_unsynced, some_unsynced };
    enum class Fault { none, power, full, sync_fails };

    FaultDisk() : below_(sqlite3_vfs_find(nullptr)) {
        vfs_ = *below_;
        vfs_.iVersion = 2;
        vfs_.szOsFile = sizeof(Handle);
        vfs_.zName = "fault-disk";
        vfs_.pNext = nullptr;
        vfs_.pAppData = this;
        vfs_.xOpen = [](sqlite3_vfs* vfs, const char* name, sqlite3_file* file, int flags, int* out) {
            return of(vfs).open(name, file, flags, out);
        };
        vfs_.xDelete = [](sqlite3_vfs* vfs, const char* name, int) { return of(vfs).remove(name); };
        vfs_.xAccess = [](sqlite3_vfs* vfs, const char* name, int, int* out) {
            *out = of(vfs).files_.contains(name);
            return SQLITE_OK;
        };
        sqlite3_vfs_register(&vfs_, 1);
    }
    ~FaultDisk() {
        sqlite3_vfs_unregister(&vfs_);
        sqlite3_vfs_register(below_, 1);
    }
    FaultDisk(const FaultDisk&) = delete;
    FaultDisk& operator=(const FaultDisk&) = delete;

    // The fault strikes at the operation (write, sync, truncate, delete) with this number from now, 1 the next.
    void strike(Fault fault, std::int64_t at) {
        fault_ = fault;
        left_ = at;
        struck_ = false;
    }
    bool struck() const { return struck_; }
    std::int64_t operations() const { return operations_; }

    // What a machine finds when it starts again, as real files of the same names.
    void survive(Loss loss, std::uint32_t seed) {
        std::mt19937 random(seed);
        for (auto& [name, file] : files_) {
            std::string content = file.durable;
            if (loss == Loss::some_unsynced) {
                for (const Pending& one : file.pending) {
                    if (one.truncate) {
                        if (random() % 2) content.resize(one.at);
                        continue;
                    }
                    for (std::size_t from = 0; from < one.bytes.size(); from += sector)
                        if (random() % 2) put(content, one.at + from, std::string_view(one.bytes).substr(from, sector));
                }
            }
            if (file.existed || !content.empty()) std::ofstream(name, std::ios::binary) << content;
        }
    }

  private:
    static constexpr std::size_t sector = 512;
    struct Pending {
        std::size_t at = 0;
        std::string bytes;
        bool truncate = false;
    };
    struct File {
        std::string content, durable;
        std::vector<Pending> pending;
        bool existed = false;  // a sync has made it known
        std::vector<std::unique_ptr<char[]>> shared;
    };
    struct Handle {
        sqlite3_file base;
        FaultDisk* disk;
        File* file;
    };

    static FaultDisk& of(sqlite3_vfs* vfs) { return *static_cast<FaultDisk*>(vfs->pAppData); }
    static Handle& handle(sqlite3_file* file) { return *reinterpret_cast<Handle*>(file); }
    static void put(std::string& content, std::size_t at, std::string_view bytes) {
        if (content.size() < at + bytes.size()) content.resize(at + bytes.size());
        content.replace(at, bytes.size(), bytes);
    }

    // SQLITE_OK, or what the caller is told: once power is gone, nothing works any more.
    int operation(bool is_sync) {
        ++operations_;
        if (dead_) return SQLITE_IOERR;
        if (fault_ == Fault::none || --left_ > 0) return SQLITE_OK;
        struck_ = true;
        if (fault_ == Fault::power) dead_ = true;
        if (fault_ == Fault::power) return SQLITE_IOERR;
        if (fault_ == Fault::full) return is_sync ? SQLITE_OK : SQLITE_FULL;
        if (!is_sync) {
            left_ = 1;  // the next one, then
            return SQLITE_OK;
        }
        fault_ = Fault::none;
        return SQLITE_IOERR_FSYNC;
    }

    int open(const char* name, sqlite3_file* file, int flags, int* out) {
        static const sqlite3_io_methods methods = make_methods();
        const std::string path = name ? name : "temporary " + std::to_string(++temporaries_);
        if (!(flags & SQLITE_OPEN_CREATE) && !files_.contains(path)) return SQLITE_CANTOPEN;
        if (dead_) return SQLITE_CANTOPEN;
        Handle& opened = handle(file);
        opened.base.pMethods = &methods;
        opened.disk = this;
        opened.file = &files_[path];
        if (out) *out = flags;
        return SQLITE_OK;
    }

    int remove(const char* name) {
        if (const int code = operation(false); code != SQLITE_OK) return code;
        files_.erase(name);
        return SQLITE_OK;
    }

    static sqlite3_io_methods make_methods() {
        sqlite3_io_methods m{};
        m.iVersion = 2;
        m.xClose = [](sqlite3_file*) { return SQLITE_OK; };
        m.xRead = [](sqlite3_file* f, void* out, int size, sqlite3_int64 at) {
            const std::string& content = handle(f).file->content;
            const auto from = std::min(static_cast<std::size_t>(at), content.size());
            const std::size_t there = std::min(static_cast<std::size_t>(size), content.size() - from);
            std::memcpy(out, content.data() + from, there);
            std::memset(static_cast<char*>(out) + there, 0, static_cast<std::size_t>(size) - there);
            return there == static_cast<std::size_t>(size) ? SQLITE_OK : SQLITE_IOERR_SHORT_READ;
        };
        m.xWrite = [](sqlite3_file* f, const void* bytes, int size, sqlite3_int64 at) {
            if (const int code = handle(f).disk->operation(false); code != SQLITE_OK) return code;
            File& file = *handle(f).file;
            std::string written(static_cast<const char*>(bytes), static_cast<std::size_t>(size));
            put(file.content, static_cast<std::size_t>(at), written);
            file.pending.push_back({static_cast<std::size_t>(at), std::move(written)});
            return SQLITE_OK;
        };
        m.xTruncate = [](sqlite3_file* f, sqlite3_int64 size) {
            if (const int code = handle(f).disk->operation(false); code != SQLITE_OK) return code;
            handle(f).file->content.resize(static_cast<std::size_t>(size));
            handle(f).file->pending.push_back({static_cast<std::size_t>(size), {}, true});
            return SQLITE_OK;
        };
        m.xSync = [](sqlite3_file* f, int) {
            if (const int code = handle(f).disk->operation(true); code != SQLITE_OK) return code;
            File& file = *handle(f).file;
            file.durable = file.content;
            file.pending.clear();
            file.existed = true;
            return SQLITE_OK;
        };
        m.xFileSize = [](sqlite3_file* f, sqlite3_int64* size) {
            *size = static_cast<sqlite3_int64>(handle(f).file->content.size());
            return SQLITE_OK;
        };
        m.xLock = [](sqlite3_file*, int) { return SQLITE_OK; };
        m.xUnlock = [](sqlite3_file*, int) { return SQLITE_OK; };
        m.xCheckReservedLock = [](sqlite3_file*, int* out) {
            *out = 0;
            return SQLITE_OK;
        };
        m.xFileControl = [](sqlite3_file*, int, void*) { return SQLITE_NOTFOUND; };
        m.xSectorSize = [](sqlite3_file*) { return static_cast<int>(sector); };
        m.xDeviceCharacteristics = [](sqlite3_file*) { return 0; };  // promises nothing
        m.xShmMap = [](sqlite3_file* f, int region, int size, int extend, void volatile** out) {
            auto& shared = handle(f).file->shared;
            while (extend && shared.size() <= static_cast<std::size_t>(region)) {
                shared.push_back(std::make_unique<char[]>(static_cast<std::size_t>(size)));  // zeros
            }
            *out = static_cast<std::size_t>(region) < shared.size() ? shared[static_cast<std::size_t>(region)].get()
                                                                    : nullptr;
            return SQLITE_OK;
        };
        m.xShmLock = [](sqlite3_file*, int, int, int) { return SQLITE_OK; };
        m.xShmBarrier = [](sqlite3_file*) {};
        m.xShmUnmap = [](sqlite3_file* f, int remove) {
            if (remove) handle(f).file->shared.clear();
            return SQLITE_OK;
        };
        return m;
    }

    sqlite3_vfs* below_;
    sqlite3_vfs vfs_{};
    std::map<std::string, File> files_;
    Fault fault_ = Fault::none;
    std::int64_t left_ = 0, operations_ = 0, temporaries_ = 0;
    bool dead_ = false, struck_ = false;
};
