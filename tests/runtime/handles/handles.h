/* handles.h: handle types of every kind. */
typedef struct box box;

/** Makes a box.
 *  @param start  what it holds */
box *UNGIL_OWNED(box_free) box_new(int64_t start);
void box_free(box *b);
int64_t box_add(box *b, int64_t by);
int64_t box_get(const box *b);
int64_t box_sum(const box *a, const box *UNGIL_OR_NULL b);
void box_swap(box *a, box *b);
void box_copy(box *to, const box *from);
int64_t box_take(box *UNGIL_CONSUMED b, int64_t UNGIL_RANGE(0, 9) least);
int64_t box_default(const box *b, int64_t UNGIL_DEFAULT(box_get(b)) value);
box *UNGIL_OR_NULL UNGIL_OWNED(box_free) box_maybe(int64_t start);
int64_t frees(void);

/* a constructor that reports, and what it leaves behind */
typedef struct session session;
const char *session_explain(const session *s) UNGIL_SKIP;
int session_open(int fault, int leave, session *UNGIL_OWNED(session_close) *UNGIL_OUT s)
    UNGIL_STATUS(*s == NULL ? "no session" : session_explain(*s));
int session_close(session *UNGIL_CONSUMED s) UNGIL_STATUS();
void session_fail(session *s, int code);
int session_pair(session *UNGIL_OWNED(session_close) *UNGIL_OUT a,
                 int *UNGIL_OUT between,
                 session *UNGIL_OWNED(session_close) UNGIL_OR_NULL *UNGIL_OUT b,
                 int fault) UNGIL_STATUS();
int session_code(const session *s);

/* what depends on something else */
typedef struct reader reader;
reader *UNGIL_OWNED(reader_free)
    reader_new(session *UNGIL_LIFETIMEBOUND s,
               const double *UNGIL_COUNTED_BY(n) UNGIL_LIFETIMEBOUND values,
               size_t n,
               const char *UNGIL_NUL_TERMINATED UNGIL_OR_NULL
               UNGIL_LIFETIMEBOUND UNGIL_DEFAULT(NULL) name);
void reader_free(reader *r);
double reader_sum(const reader *r);
const char *UNGIL_NUL_TERMINATED UNGIL_OR_NULL reader_name(const reader *r);
reader *UNGIL_OWNED(reader_free) reader_again(const reader *UNGIL_LIFETIMEBOUND r);

/* C may put one thing into another */
void session_adopt(session *s, reader *UNGIL_CONSUMED r);
reader *UNGIL_OWNED(reader_free) reader_wrap(reader *UNGIL_CONSUMED r);
void reader_drop(reader *UNGIL_CONSUMED r);

/* const from the start */
typedef struct view view;
void view_free(const view *v);
const view *UNGIL_OWNED(view_free) view_new(int length) UNGIL_SUCCESS(return != NULL);
int view_open(int length, const view *UNGIL_OWNED(view_free) *UNGIL_OUT v) UNGIL_STATUS();
int view_length(const view *v);

/* what has gone, in order: an upper-case letter for each destructor */
const char *UNGIL_NUL_TERMINATED gone(void);
void forget(void);

typedef struct stranger stranger;
int strange(stranger *UNGIL_OR_NULL s);

/* in ungil's own memory */
typedef struct {
    _Alignas(64) uint64_t state;
    char rest[100];
} dice;
int dice_seed(dice *UNGIL_OUT d, uint64_t seed) UNGIL_STATUS();
uint64_t dice_throw(dice *d);
int dice_is_aligned(const dice *d);

/* errno */
typedef struct file file;
file *UNGIL_OWNED(file_close) file_open(int number) UNGIL_ERRNO;
int file_close(file *f) UNGIL_ERRNO;
file *UNGIL_OWNED(file_close) file_marked(int good) UNGIL_SUCCESS(return != (file *)-1);
