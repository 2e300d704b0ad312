/* hostile.h: functions whose arguments run Python code, or that wait inside. */
int64_t sum(const int32_t *UNGIL_COUNTED_BY(n) a, size_t n);
int64_t after(int32_t factor, const int32_t *UNGIL_COUNTED_BY(n) a, size_t n);
int64_t before(const int32_t *UNGIL_COUNTED_BY(n) a, size_t n, int32_t factor);
int64_t
two(const int32_t *UNGIL_COUNTED_BY(n) a, size_t n, const int32_t *UNGIL_COUNTED_BY(m) b, size_t m);
int64_t two_in_turn(const int32_t *UNGIL_COUNTED_BY(n) a,
                    size_t n,
                    const int32_t *UNGIL_COUNTED_BY(m) b,
                    size_t m) UNGIL_SERIALIZED;
void change(int32_t *UNGIL_COUNTED_BY(n) a, size_t n, const uint8_t *UNGIL_SIZED_BY(m) b, size_t m);
size_t
copy(const int32_t *UNGIL_COUNTED_BY(n) a, double *UNGIL_OUT UNGIL_COUNTED_BY(n) out, size_t n);
int64_t slow(const int32_t *UNGIL_COUNTED_BY(n) a, size_t n);
int64_t slow_bytes(const uint8_t *UNGIL_SIZED_BY(n) a, size_t n);
void set_gate(int open) UNGIL_HOLD;
int waiting(void) UNGIL_HOLD;
