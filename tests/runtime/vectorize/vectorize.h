/* vectorize.h: functions of single values, called over arrays. */
double scale(double x, double UNGIL_DEFAULT(2.0) factor) UNGIL_VECTORIZE;
double hypotenuse(double x, double y) UNGIL_VECTORIZE UNGIL_HOLD;
float half(float x) UNGIL_VECTORIZE;
int32_t add3(int32_t a, int32_t b, int32_t c) UNGIL_VECTORIZE;
int64_t four(int8_t a, uint16_t b, int64_t c, bool d) UNGIL_VECTORIZE;
bool is_set(uint32_t bits, int UNGIL_RANGE(0, 31) place) UNGIL_VECTORIZE;
double between(double x, double low, double UNGIL_DEFAULT(low + 1) high) UNGIL_VECTORIZE
    UNGIL_REQUIRES(low <= high);
double
chained(double a, double UNGIL_DEFAULT(a * 2) b, double UNGIL_DEFAULT(b * 2) c) UNGIL_VECTORIZE;
double late(double UNGIL_DEFAULT(1) a, double b) UNGIL_VECTORIZE;
int64_t bits(double x) UNGIL_VECTORIZE;
double twice_wide(float x) UNGIL_VECTORIZE;
int released(int work, int UNGIL_DEFAULT(100) threshold) UNGIL_VECTORIZE
    UNGIL_RELEASE_ABOVE(work, threshold);
int alone(int x) UNGIL_VECTORIZE UNGIL_SERIALIZED;
int calls(int UNGIL_DEFAULT(0) reset);
enum colour { RED, GREEN = 5 };
enum colour next(enum colour c) UNGIL_VECTORIZE;
double _Complex turn(double _Complex z, double _Complex UNGIL_DEFAULT(0) by) UNGIL_VECTORIZE;
float _Complex conjugate(float _Complex z) UNGIL_VECTORIZE;
double size(double _Complex z) UNGIL_VECTORIZE;
double _Complex raised(double _Complex z, int power) UNGIL_VECTORIZE UNGIL_REQUIRES(power >= 0);
