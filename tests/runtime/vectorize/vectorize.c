/* vectorize.c: the functions of vectorize.h. */
#include <complex.h>
#include <math.h>
#include <string.h>
static int count, inside;
double scale(double x, double factor) {
    return x * factor;
}
double hypotenuse(double x, double y) {
    return sqrt(x * x + y * y);
}
float half(float x) {
    return x / 2;
}
int32_t add3(int32_t a, int32_t b, int32_t c) {
    return a + 10 * b + 100 * c;
}
int64_t four(int8_t a, uint16_t b, int64_t c, bool d) {
    return a + 3 * b + 5 * c + 7 * d;
}
bool is_set(uint32_t bits, int place) {
    count++;
    return bits >> place & 1;
}
double between(double x, double low, double high) {
    count++;
    return x < low ? low : x > high ? high : x;
}
double chained(double a, double b, double c) {
    return a + 100 * b + 10000 * c;
}
double late(double a, double b) {
    return a - b;
}
int64_t bits(double x) {
    int64_t b;
    memcpy(&b, &x, sizeof b);
    return b;
}
double twice_wide(float x) {
    return 2.0 * x;
}
int released(int work, int threshold) {
    return work + 0 * threshold;
}
int alone(int x) {
    int before = ++inside;
    for (volatile int i = 0; i < 1000; i++) {
    }
    inside--;
    return before == 1 ? x : -1;
}
int calls(int reset) {
    int before = count;
    if (reset)
        count = 0;
    return before;
}
enum colour next(enum colour c) {
    return c == RED ? GREEN : RED;
}
double _Complex turn(double _Complex z, double _Complex by) {
    return z * 1.0 * I + by;
}
float _Complex conjugate(float _Complex z) {
    return conjf(z);
}
double size(double _Complex z) {
    return cabs(z);
}
double _Complex raised(double _Complex z, int power) {
    double _Complex product = 1;
    while (power-- > 0)
        product *= z;
    return product;
}
