from setuptools import setup

setup(cffi_modules=["build_abi.py:builder"])
