from setuptools import setup

# What is linked in may be new where no source is.
setup(cffi_modules=["build_abi.py:builder"], options={"build_ext": {"force": True}})
