// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {ERC20Capped} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Capped.sol";
import {ERC3009} from "@openzeppelin/contracts/token/ERC20/extensions/draft-ERC3009.sol";
import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";
import {Payout, toPayout} from "../../../contracts/types/Payout.sol";
import {
    Authorization,
    RECEIVE_TYPEHASH,
    TRANSFER_TYPEHASH,
    signAuthorization,
    signCancel,
    signPermit
} from "../../fixtures/Signatures.sol";
import {VM} from "../../fixtures/Vm.sol";
import {World} from "../World.sol";
import {Handler} from "./Handler.sol";

/// @notice Transfers, mints and burns of coins.
contract TokenHandler is Handler {
    Authorization private _lastUsed;
    uint256 private _lastKey;

    constructor(World world) Handler(world) {
        _addKind("transfer");
        _addKind("transferFrom");
        _addKind("transferWithReference");
        _addKind("transferBatch");
        _addKind("permit");
        _addKind("transferWithAuthorization");
        _addKind("receiveWithAuthorization");
        _addKind("cancelAuthorization");
        _addKind("burn");
        _addKind("mint");
        _addKind("refused replay");
        _addKind("refused mint above the cap");
        _addKind("refused mint by a stranger");
    }

    function actions() external pure override returns (bytes4[] memory list) {
        list = new bytes4[](13);
        list[0] = this.transfer.selector;
        list[1] = this.transferFrom.selector;
        list[2] = this.transferWithReference.selector;
        list[3] = this.transferBatch.selector;
        list[4] = this.permit.selector;
        list[5] = this.transferWithAuthorization.selector;
        list[6] = this.receiveWithAuthorization.selector;
        list[7] = this.cancelAuthorization.selector;
        list[8] = this.burn.selector;
        list[9] = this.mint.selector;
        list[10] = this.replay.selector;
        list[11] = this.mintAboveCap.selector;
        list[12] = this.mintByStranger.selector;
    }

    // Transfers

    function transfer(uint256 fromSeed, uint256 toSeed, uint256 amountSeed) external watched {
        (address from, uint256 amount) = _payer(fromSeed, amountSeed);
        if (amount == 0) return;
        address to = _world.recipient(toSeed);
        VM.prank(from);
        _coin.transfer(to, amount);
        _moved("transfer", from, to, amount);
    }

    function transferFrom(uint256 fromSeed, uint256 toSeed, uint256 amountSeed) external watched {
        (address from, uint256 amount) = _payer(fromSeed, amountSeed);
        if (amount == 0) return;
        address to = _world.recipient(toSeed);
        address spender = _world.member(toSeed >> 128);
        VM.prank(from);
        _coin.approve(spender, amount);
        VM.prank(spender);
        _coin.transferFrom(from, to, amount);
        _moved("transferFrom", from, to, amount);
    }

    function transferWithReference(uint256 fromSeed, uint256 toSeed, uint256 amountSeed) external watched {
        (address from, uint256 amount) = _payer(fromSeed, amountSeed);
        if (amount == 0) return;
        address to = _world.recipient(toSeed);
        VM.prank(from);
        _coin.transferWithReference(to, amount, bytes32(toSeed));
        _moved("transferWithReference", from, to, amount);
    }

    function transferBatch(uint256 fromSeed, uint256[3] calldata toSeeds, uint256 amountSeed) external watched {
        (address from, uint256 amount) = _payer(fromSeed, amountSeed);
        if (amount == 0) return;
        Payout[] memory payouts = new Payout[](3);
        for (uint256 i = 0; i < 3; ++i) {
            uint256 part = i == 2 ? amount - 2 * (amount / 3) : amount / 3;
            payouts[i] = toPayout(_world.recipient(toSeeds[i]), uint96(part));
        }
        VM.prank(from);
        _coin.transferBatch(payouts);
        for (uint256 i = 0; i < 3; ++i) _world.noteCoins(from, payouts[i].recipient(), payouts[i].amount());
        _count("transferBatch");
    }

    // Transfers by signature

    function permit(uint256 fromSeed, uint256 toSeed, uint256 amountSeed) external watched {
        (address from, uint256 amount) = _payer(fromSeed, amountSeed);
        if (amount == 0) return;
        address to = _world.recipient(toSeed);
        address spender = _world.member(toSeed >> 128);
        (uint8 v, bytes32 r, bytes32 s) = signPermit(_coin, _world.key(fromSeed), spender, amount, block.timestamp);
        _coin.permit(from, spender, amount, block.timestamp, v, r, s);
        VM.prank(spender);
        _coin.transferFrom(from, to, amount);
        _moved("permit", from, to, amount);
    }

    function transferWithAuthorization(
        uint256 fromSeed,
        uint256 toSeed,
        uint256 amountSeed,
        bytes32 nonce
    ) external watched {
        Authorization memory a = _authorization(fromSeed, _world.recipient(toSeed), amountSeed, nonce);
        if (a.value == 0 || _coin.authorizationState(a.from, nonce)) return;
        bytes memory signature = signAuthorization(_coin, _world.key(fromSeed), TRANSFER_TYPEHASH, a);
        _coin.transferWithAuthorization(a.from, a.to, a.value, a.validAfter, a.validBefore, nonce, signature);
        _moved("transferWithAuthorization", a.from, a.to, a.value);
        _lastUsed = a;
        _lastKey = _world.key(fromSeed);
    }

    function receiveWithAuthorization(
        uint256 fromSeed,
        uint256 toSeed,
        uint256 amountSeed,
        bytes32 nonce
    ) external watched {
        Authorization memory a = _authorization(fromSeed, _world.member(toSeed), amountSeed, nonce);
        if (a.value == 0 || _coin.authorizationState(a.from, nonce)) return;
        bytes memory signature = signAuthorization(_coin, _world.key(fromSeed), RECEIVE_TYPEHASH, a);
        VM.prank(a.to);
        _coin.receiveWithAuthorization(a.from, a.to, a.value, a.validAfter, a.validBefore, nonce, signature);
        _moved("receiveWithAuthorization", a.from, a.to, a.value);
        _lastUsed = a;
        _lastKey = _world.key(fromSeed);
    }

    function cancelAuthorization(uint256 fromSeed, bytes32 nonce) external watched {
        Authorization memory a = _authorization(fromSeed, _world.member(fromSeed), 0, nonce);
        if (_coin.authorizationState(a.from, nonce)) return;
        _coin.cancelAuthorization(a.from, nonce, signCancel(_coin, _world.key(fromSeed), nonce));
        _count("cancelAuthorization");
        _lastUsed = a;
        _lastKey = _world.key(fromSeed);
    }

    /// @dev Uses a new signature, so that only the nonce can be the reason.
    function replay(uint256 amountSeed) external watched {
        Authorization memory a = _lastUsed;
        if (a.from == address(0)) return;
        a.value = _portion(amountSeed, _coin.balanceOf(a.from));
        (a.validAfter, a.validBefore) = (block.timestamp - 1, block.timestamp + 1);
        _mustRefuse(
            "refused replay",
            a.to,
            address(_coin),
            abi.encodeWithSignature(
                "transferWithAuthorization(address,address,uint256,uint256,uint256,bytes32,bytes)",
                a.from,
                a.to,
                a.value,
                a.validAfter,
                a.validBefore,
                a.nonce,
                signAuthorization(_coin, _lastKey, TRANSFER_TYPEHASH, a)
            ),
            abi.encodeWithSelector(ERC3009.ERC3009UsedAuthorization.selector, a.from, a.nonce)
        );
    }

    // Supply

    function burn(uint256 fromSeed, uint256 amountSeed) external watched {
        (address from, uint256 amount) = _payer(fromSeed, amountSeed);
        if (amount == 0) return;
        VM.prank(from);
        _coin.burn(amount);
        _moved("burn", from, address(0), amount);
    }

    function mint(uint256 toSeed, uint256 amountSeed) external watched {
        uint256 amount = _portion(amountSeed, _coin.cap() - _coin.totalSupply());
        if (amount == 0) return;
        address to = _world.recipient(toSeed);
        VM.prank(address(_dao));
        _coin.mint(to, amount);
        _moved("mint", address(0), to, amount);
    }

    function mintAboveCap(uint256 toSeed, uint256 excess) external watched {
        uint256 amount = _coin.cap() - _coin.totalSupply() + 1 + (excess % 1e30);
        _mustRefuse(
            "refused mint above the cap",
            address(_dao),
            address(_coin),
            abi.encodeCall(_coin.mint, (_world.recipient(toSeed), amount)),
            abi.encodeWithSelector(ERC20Capped.ERC20ExceededCap.selector, _coin.totalSupply() + amount, _coin.cap())
        );
    }

    function mintByStranger(uint256 fromSeed, uint256 amountSeed) external watched {
        address stranger = _world.member(fromSeed);
        _mustRefuse(
            "refused mint by a stranger",
            stranger,
            address(_coin),
            abi.encodeCall(_coin.mint, (stranger, _portion(amountSeed, _coin.cap() - _coin.totalSupply()))),
            abi.encodeWithSelector(Ownable.OwnableUnauthorizedAccount.selector, stranger)
        );
    }

    // Internal

    function _payer(uint256 fromSeed, uint256 amountSeed) private view returns (address from, uint256 amount) {
        from = _world.member(fromSeed);
        amount = _portion(amountSeed, _coin.balanceOf(from));
    }

    function _authorization(
        uint256 fromSeed,
        address to,
        uint256 amountSeed,
        bytes32 nonce
    ) private view returns (Authorization memory) {
        (address from, uint256 amount) = _payer(fromSeed, amountSeed);
        return Authorization(from, to, amount, block.timestamp - 1, block.timestamp + 1, nonce);
    }

    function _moved(bytes32 kind, address from, address to, uint256 amount) private {
        _world.noteCoins(from, to, amount);
        _count(kind);
    }
}
