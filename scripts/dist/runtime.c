/* The one function of the C++ runtime that Swift's own runtime asks for and GCC 10's has not: it came with GCC 11. This one does the same,
   by what GCC 10 has for it. */
_Noreturn void __cxa_throw_bad_array_new_length(void);
_Noreturn void alcf_throw_bad_array_new_length(void) __asm__("_ZSt28__throw_bad_array_new_lengthv");

void alcf_throw_bad_array_new_length(void) { __cxa_throw_bad_array_new_length(); }
