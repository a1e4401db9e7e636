// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {ERC3009} from "@openzeppelin/contracts/token/ERC20/extensions/draft-ERC3009.sol";
import {
    Authorization,
    RECEIVE_TYPEHASH,
    TRANSFER_TYPEHASH,
    signAuthorization,
    signCancel
} from "../fixtures/Signatures.sol";
import {SystemBase} from "../fixtures/SystemBase.sol";
import {VM} from "../fixtures/Vm.sol";

contract AuthorizationsTest is SystemBase {
    uint256 private constant STEPS = 24;

    mapping(address authorizer => mapping(bytes32 nonce => bool)) private _used;

    function setUp() external {
        _deploySystem();
    }

    function testFuzz_aNonceWorksOnce(uint256 base, uint256 seed) external {
        for (uint256 i = 0; i < STEPS; ++i) {
            uint256 random = uint256(keccak256(abi.encode(seed, i)));
            // Few nonces, so that some repeat, on both sides of a boundary between two words of the bitmap.
            bytes32 nonce;
            unchecked {
                nonce = bytes32((base & ~uint256(255)) + 250 + (random % 12));
            }
            _step(_key((random >> 16) % 2), (random >> 32) % 3, nonce);
            _assertStates(base);
        }
    }

    function testFuzz_anyNonceWorksOnceAndMarksNoOther(bytes32 nonce, bytes32 other) external {
        VM.assume(nonce != other);
        _step(_key(0), 0, nonce);
        _step(_key(0), 0, nonce);
        VM.assertEq(_coin.authorizationState(_member(0), nonce), true, "used");
        VM.assertEq(_coin.authorizationState(_member(0), other), false, "other nonce");
        VM.assertEq(_coin.authorizationState(_member(1), nonce), false, "other authorizer");
    }

    function _step(uint256 key, uint256 kind, bytes32 nonce) private {
        Authorization memory authorization = Authorization({
            from: VM.addr(key),
            to: _member(5),
            value: 1,
            validAfter: START - 1,
            validBefore: START + 1,
            nonce: nonce
        });
        bool used = _used[authorization.from][nonce];
        uint256 balanceBefore = _coin.balanceOf(authorization.from);
        _submit(kind, key, authorization, used);
        _used[authorization.from][nonce] = true;
        uint256 paid = used || kind == 2 ? 0 : authorization.value;
        VM.assertEq(_coin.balanceOf(authorization.from), balanceBefore - paid, "balance of the authorizer");
    }

    function _submit(uint256 kind, uint256 key, Authorization memory a, bool used) private {
        bytes32 typeHash = kind == 0 ? TRANSFER_TYPEHASH : RECEIVE_TYPEHASH;
        bytes memory signature =
            kind == 2 ? signCancel(_coin, key, a.nonce) : signAuthorization(_coin, key, typeHash, a);
        if (kind == 1) VM.prank(a.to);
        if (used) VM.expectRevert(abi.encodeWithSelector(ERC3009.ERC3009UsedAuthorization.selector, a.from, a.nonce));
        if (kind == 0) {
            _coin.transferWithAuthorization(a.from, a.to, a.value, a.validAfter, a.validBefore, a.nonce, signature);
        } else if (kind == 1) {
            _coin.receiveWithAuthorization(a.from, a.to, a.value, a.validAfter, a.validBefore, a.nonce, signature);
        } else {
            _coin.cancelAuthorization(a.from, a.nonce, signature);
        }
    }

    function _assertStates(uint256 base) private view {
        for (uint256 m = 0; m < 2; ++m) {
            for (uint256 i = 0; i < 14; ++i) {
                bytes32 nonce;
                unchecked {
                    nonce = bytes32((base & ~uint256(255)) + 249 + i);
                }
                bool state = _coin.authorizationState(_member(m), nonce);
                VM.assertEq(state, _used[_member(m)][nonce], "state of a nonce");
            }
        }
    }
}
