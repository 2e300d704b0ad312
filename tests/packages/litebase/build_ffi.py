import ungil

ffibuilder = ungil.builder(
    "litebase._native", headers=["cdefs/sqlite_calls.h"], prefix="sqlite3_", libraries=["sqlite3"]
)

if __name__ == "__main__":
    ungil.main(ffibuilder)
