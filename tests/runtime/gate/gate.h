/* gate.h: calls on handles that last, meet each other, and call back. */
typedef struct box box;
box *UNGIL_OWNED(box_free) box_new(void);
void box_free(box *b);

/* looks for others inside while it sleeps; counts itself without an atomic */
int box_change(box *b, int microseconds);
int box_read(const box *b, int microseconds);
int box_move(box *from, box *to, int microseconds);
int64_t box_count(const box *b);
int box_clashes(const box *b);
int64_t frees(void);

/* meets another call on the same handle inside C, or gives up after some seconds */
int box_meet(const box *b);

/* calls builtins.reenter() in the middle of the call */
int box_call(box *b) UNGIL_HOLD;
int box_call_const(const box *b) UNGIL_HOLD;

/* calls back, without the interpreter lock in between */
int box_each(const box *b,
             int n,
             int (*UNGIL_NOESCAPE f)(void *UNGIL_CONTEXT c, int i),
             void *UNGIL_CONTEXT c);
int box_each_alone(box *b,
                   int n,
                   int (*UNGIL_NOESCAPE f)(void *UNGIL_CONTEXT c, int i),
                   void *UNGIL_CONTEXT c);

/* waits inside, until the file descriptor can be read */
int box_wait(box *b, int fd);
int box_wait_const(const box *b, int fd);

/* says on the standard output that it was freed */
typedef struct loud loud;
loud *UNGIL_OWNED(loud_free) loud_new(int name);
void loud_free(loud *l);
loud *UNGIL_OWNED(loud_free) loud_child(loud *UNGIL_LIFETIMEBOUND l, int name);
int loud_wait(loud *l, int fd);

/* an object whose destructor is serialized, as is the call that drops it */
typedef struct single single;
single *UNGIL_OWNED(single_free) single_new(void) UNGIL_SERIALIZED;
void single_free(single *s) UNGIL_SERIALIZED;
int single_call(int x) UNGIL_SERIALIZED UNGIL_HOLD;
int64_t single_frees(void);
